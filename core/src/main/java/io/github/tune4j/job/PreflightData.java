package io.github.tune4j.job;

import io.github.tune4j.TuneException;
import io.github.tune4j.aws.S3Location;
import io.github.tune4j.aws.internal.Bucket;
import io.github.tune4j.aws.internal.Connection;
import io.github.tune4j.dataset.validation.DatasetValidator;
import io.github.tune4j.dataset.validation.ValidationReport;
import io.github.tune4j.job.PreflightChecks.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Whether the data is what the model takes, on this machine or in S3 already, and goes with the hyperparameters. */
final class PreflightData {
    /** More than this is not fetched only to be looked at. */
    private static final long MOST_TO_FETCH = 64L << 20;

    private final Connection connection;
    private final JobOrder order;
    private long records;

    PreflightData(Connection connection, JobOrder order) {
        this.connection = connection;
        this.order = order;
    }

    void check(PreflightChecks checks, boolean connected) {
        List<Path> fetched = new ArrayList<>();
        try {
            checks.look("data", () -> data(connected, fetched));
        } finally {
            fetched.forEach(PreflightData::delete);
        }
        checks.look("hyperparameters", this::hyperParameters);
    }

    private Finding data(boolean connected, List<Path> fetched) {
        if (!order.facts().limits().validationRecords().isPresent() && order.validation() != null) {
            return Finding.failed(
                    order.facts().title() + " takes no validation data.", "submit the job without validationData.");
        }
        Optional<Path> training = file("training", order.training(), connected, fetched);
        Optional<Path> validation = order.validation() == null
                ? Optional.empty()
                : file("validation", order.validation(), connected, fetched);
        if (training.isEmpty() || order.validation() != null && validation.isEmpty()) {
            return Finding.warning(
                    "The data lies in S3, is larger than " + (MOST_TO_FETCH >> 20)
                            + " MB or could not be read, and has not been checked line by line.",
                    "check the file with DatasetValidator before it is uploaded.");
        }
        DatasetValidator validator = DatasetValidator.of(order.facts().limits());
        ValidationReport report = validation
                .map(other -> validator.validate(training.get(), other))
                .orElseGet(() -> validator.validate(training.get()));
        records = report.files().get(0).lines();
        if (!report.valid()) {
            return Finding.failed(
                    report.errorCount() + " problems in the data, the first: "
                            + report.issues().get(0).problem(),
                    "correct the lines that DatasetValidator names.");
        }
        if (order.validation() != null
                && order.training()
                        .location(order.storage())
                        .equals(order.validation().location(order.storage()))) {
            return Finding.warning(
                    "Training and validation data are the same, so the validation loss shows how well the model"
                            + " remembers, and early stopping never sees it get worse.",
                    "keep some records apart for validation, for example with DatasetSplitter.");
        }
        return Finding.ok(records + " training records"
                + (order.validation() == null
                        ? ""
                        : " and " + report.files().get(1).lines() + " validation records")
                + " fit " + order.facts().title());
    }

    /** The file to be looked at: of this machine, or fetched when it is small; what is wrong with its place is thrown. */
    private Optional<Path> file(String role, JobOrder.Data data, boolean connected, List<Path> fetched) {
        if (data instanceof JobOrder.Data.Local local) {
            Path file = local.dataset().file();
            if (!file.toString().endsWith(".jsonl")) {
                throw new TuneException(
                        "The " + role + " data " + file + " is no .jsonl file, and Bedrock goes by the name.",
                        "give it a name that ends in .jsonl.",
                        null);
            }
            return Optional.of(file);
        }
        S3Location place = data.location(order.storage());
        if (!place.key().endsWith(".jsonl")) {
            throw new TuneException(
                    "The " + role + " data " + place + " is no .jsonl file, and Bedrock goes by the name.",
                    "store it under a key that ends in .jsonl.",
                    null);
        }
        if (!connected) {
            return Optional.empty();
        }
        new Bucket(connection, place.bucket()).check();
        Optional<HeadObjectResponse> head = head(role, place);
        if (head.isEmpty() || head.get().contentLength() > MOST_TO_FETCH) {
            return Optional.empty();
        }
        Path copy = temporary();
        fetched.add(copy);
        connection.call(
                "GetObject",
                () -> connection
                        .clients()
                        .s3()
                        .getObject(g -> g.bucket(place.bucket()).key(place.key()), ResponseTransformer.toFile(copy)));
        return Optional.of(copy);
    }

    /** Empty where these credentials may not look: the role's rights are what counts. */
    private Optional<HeadObjectResponse> head(String role, S3Location place) {
        try {
            return Optional.of(connection
                    .clients()
                    .s3()
                    .headObject(h -> h.bucket(place.bucket()).key(place.key())));
        } catch (S3Exception e) {
            if (e.statusCode() == 403) {
                return Optional.empty();
            }
            if (e.statusCode() == 404) {
                throw new TuneException(
                        "There is no " + role + " data at " + place + ".",
                        "upload it, for example with Storage.upload, or give its right place.",
                        e);
            }
            throw connection.failure("HeadObject", e);
        } catch (SdkException e) {
            throw connection.failure("HeadObject", e);
        }
    }

    /** A name for a file that is not there yet: the SDK makes it, in a folder that only its owner may enter. */
    private static Path temporary() {
        try {
            return Files.createTempDirectory("tune4j-preflight").resolve("data.jsonl");
        } catch (IOException e) {
            throw new TuneException(
                    "There is no place for a temporary file: " + e.getMessage() + ".", "see java.io.tmpdir.", e);
        }
    }

    private static void delete(Path copy) {
        try {
            Files.deleteIfExists(copy);
            Files.deleteIfExists(copy.getParent());
        } catch (IOException e) {
            throw new TuneException(
                    "The temporary copy " + copy + " could not be deleted.", "delete it: it holds your data.", e);
        }
    }

    private Finding hyperParameters() {
        Map<String, String> given =
                order.hyperParameters().checkedFor(order.facts()).values();
        if (order.validation() == null && given.keySet().stream().anyMatch(name -> name.startsWith("earlyStopping"))) {
            return Finding.warning(
                    "Early stopping is set, but without validation data there is nothing to measure it by.",
                    "give validation data, or leave the early-stopping settings out.");
        }
        Integer batch = whole(given, "batchSize");
        if (batch != null && records > 0 && batch > records) {
            return Finding.warning(
                    "A batch of " + batch + " is more than the " + records + " training records, so an epoch is one"
                            + " step.",
                    "take a smaller batchSize; HyperParameterAdvisor proposes one.");
        }
        return Finding.ok(
                given.isEmpty()
                        ? "all left to AWS's defaults"
                        : given.entrySet().stream()
                                .map(entry -> entry.getKey() + " " + entry.getValue())
                                .collect(Collectors.joining(", ")));
    }

    private static @Nullable Integer whole(Map<String, String> given, String name) {
        String text = given.get(name);
        return text == null ? null : Integer.valueOf(text);
    }
}

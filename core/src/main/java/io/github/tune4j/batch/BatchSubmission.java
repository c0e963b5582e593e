package io.github.tune4j.batch;

import io.github.tune4j.CancelledException;
import io.github.tune4j.InvalidInputException;
import io.github.tune4j.aws.AwsSession;
import io.github.tune4j.aws.S3Location;
import io.github.tune4j.aws.Storage;
import io.github.tune4j.aws.internal.Connection;
import io.github.tune4j.aws.internal.Door;
import io.github.tune4j.aws.internal.RoleNeeds;
import io.github.tune4j.aws.internal.Sha256;
import io.github.tune4j.job.JobFailedException;
import io.github.tune4j.job.JobMismatchException;
import io.github.tune4j.job.JobSnapshot;
import io.github.tune4j.job.JobState;
import io.github.tune4j.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.bedrock.model.ConflictException;
import software.amazon.awssdk.services.bedrock.model.GetModelInvocationJobResponse;
import software.amazon.awssdk.services.bedrock.model.Tag;
import software.amazon.awssdk.services.bedrock.model.ValidationException;

/** Brings a batch job about, once. Every step may be repeated after a crash: what is there is found and not made again. */
final class BatchSubmission {
    private static final Logger log = LoggerFactory.getLogger(BatchAnswers.class);
    private static final String ROLE_NOT_READY = "Could not assume provided IAM role";
    private static final Duration ROLE_SPREADS = Duration.ofMinutes(2);
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(5);

    private final AwsSession aws;
    private final Connection connection;
    private final BatchOrder order;

    BatchSubmission(AwsSession aws, BatchOrder order) {
        this.aws = aws;
        this.connection = Connection.of(aws);
        this.order = order;
    }

    BatchAnswers submit() {
        order.check(connection.models());
        return BatchFiles.inFolder(folder -> {
            Path file = file(folder);
            return create(file).orElseThrow(() -> mismatch(find().orElseThrow(), input(file), "the name is in use"));
        });
    }

    BatchAnswers submitOrAttach() {
        order.check(connection.models());
        return BatchFiles.inFolder(folder -> {
            Path file = file(folder);
            Optional<GetModelInvocationJobResponse> existing = find();
            if (existing.isEmpty()) {
                Optional<BatchAnswers> created = create(file);
                if (created.isPresent()) {
                    return created.get();
                }
                existing = find();
            }
            return attach(existing.orElseThrow(), file);
        });
    }

    private BatchAnswers attach(GetModelInvocationJobResponse job, Path file) {
        JobSnapshot snapshot = snapshot(job, connection.time().now());
        if (!differences(job, input(file)).isEmpty()) {
            throw mismatch(job, input(file), "");
        }
        if (snapshot.state() == JobState.FAILED && !"Expired".equals(job.statusAsString())
                || snapshot.state() == JobState.STOPPED
                || snapshot.state() == JobState.STOPPING) {
            throw JobFailedException.of(snapshot);
        }
        log.info("Attached to batch job {} ({})", job.jobArn(), job.statusAsString());
        return handle(
                job.jobArn(),
                BatchCharge.resumed(
                        connection, order, job.jobName(), snapshot.state().ended()));
    }

    private BatchAnswers handle(String arn, BatchCharge charge) {
        return new BatchAnswers(aws, arn, order.questions, order.labelled(), order.settings(), charge).begun();
    }

    private Path file(Path folder) throws IOException {
        Path file = BatchFiles.write(
                folder, order.questions, order.dialect(), order.settings(), order.maxTokens(connection.models()));
        if (Files.size(file) > order.limits.maxFileBytes()) {
            throw InvalidInputException.of(
                    "The questions make a file of " + Files.size(file) + " bytes, and Bedrock takes "
                            + order.limits.maxFileBytes() + " in a batch job (quotas of " + order.limits.asOf() + ").",
                    "divide them into several jobs.");
        }
        return file;
    }

    private Storage storage() {
        return Storage.of(aws, Objects.requireNonNull(order.storage));
    }

    private String input(Path file) {
        return storage().locate(file).uri();
    }

    private String below(String folder) {
        S3Location root = storage().location();
        return new S3Location(root.bucket(), root.key().isEmpty() ? folder : root.key() + "/" + folder).uri();
    }

    /** The new job, or the one that this very request made before; empty when another has the name. */
    private Optional<BatchAnswers> create(Path file) {
        BatchCharge charge = BatchCharge.of(connection, order.modelId, order.name, order);
        Optional<BatchAnswers> created = Optional.empty();
        try {
            created = send(file).map(arn -> handle(arn, charge));
            return created;
        } finally {
            if (created.isEmpty()) {
                charge.release();
            }
        }
    }

    private Optional<String> send(Path file) {
        if (order.createStorage) {
            storage().createIfMissing();
        }
        String input = storage().upload(file).uri();
        String output = below("batch");
        String role = Door.ROLE
                .open(Objects.requireNonNull(order.serviceRole))
                .arn(connection, new RoleNeeds(List.of(below("data"), input), output, null, false, profiles()));
        String token = Sha256.hex(Json.line(Json.object()
                .put("name", order.name)
                .put("model", order.modelId)
                .put("role", role)
                .put("input", input)
                .put("output", output)));
        Instant giveUp = connection.time().now().plus(ROLE_SPREADS);
        while (true) {
            try {
                String arn = connection
                        .clients()
                        .bedrock()
                        .createModelInvocationJob(r -> r.jobName(order.name)
                                .modelId(order.modelId)
                                .roleArn(role)
                                .clientRequestToken(token)
                                .timeoutDurationInHours(order.timeoutHours)
                                .inputDataConfig(i ->
                                        i.s3InputDataConfig(s -> s.s3Uri(input).s3InputFormat("JSONL")))
                                .outputDataConfig(o -> o.s3OutputDataConfig(s -> s.s3Uri(output + "/")))
                                .tags(Tag.builder()
                                        .key("created-by")
                                        .value("tune4j")
                                        .build()))
                        .jobArn();
                log.info("Submitted batch job {} as {}", order.name, arn);
                return Optional.of(arn);
            } catch (ConflictException e) {
                return Optional.empty();
            } catch (ValidationException e) {
                if (!String.valueOf(e.getMessage()).contains(ROLE_NOT_READY)
                        || !connection.time().now().isBefore(giveUp)) {
                    throw connection.failure("CreateModelInvocationJob", e);
                }
                pause();
            } catch (SdkException e) {
                throw connection.failure("CreateModelInvocationJob", e);
            }
        }
    }

    private void pause() {
        try {
            connection.time().sleep(BETWEEN_TRIES);
        } catch (InterruptedException e) {
            throw CancelledException.interrupted("submitOrAttach() for batch job " + order.name, e);
        }
    }

    /** What the role must be allowed to call: AWS does so itself for a plain model, but not for an inference profile. */
    private List<String> profiles() {
        return order.modelId.matches("(us|us-gov|eu|apac|jp|au|ca|global)\\..+")
                        || order.modelId.contains(":inference-profile/")
                ? List.of(order.modelId)
                : List.of();
    }

    private Optional<GetModelInvocationJobResponse> find() {
        return connection
                .call(
                        "ListModelInvocationJobs",
                        () -> connection
                                .clients()
                                .bedrock()
                                .listModelInvocationJobsPaginator(l -> l.nameContains(order.name))
                                .invocationJobSummaries()
                                .stream()
                                .filter(job -> job.jobName().equals(order.name))
                                .findFirst())
                .map(job -> get(connection, job.jobArn()));
    }

    static GetModelInvocationJobResponse get(Connection connection, String arn) {
        return connection.call(
                "GetModelInvocationJob",
                () -> connection.clients().bedrock().getModelInvocationJob(j -> j.jobIdentifier(arn)));
    }

    static JobSnapshot snapshot(GetModelInvocationJobResponse job, Instant now) {
        return new JobSnapshot(
                job.jobArn(),
                job.jobName(),
                JobState.of(job.statusAsString()),
                List.of(new JobSnapshot.Phase("batch inference", job.statusAsString())),
                job.message(),
                job.submitTime(),
                job.endTime(),
                now);
    }

    private List<String> differences(GetModelInvocationJobResponse job, String input) {
        List<String> differences = new ArrayList<>();
        String model = job.modelId();
        if (!model.equals(order.modelId) && !model.endsWith("/" + order.modelId)) {
            differences.add("model is '" + model + "' there and '" + order.modelId + "' here");
        }
        String there = job.inputDataConfig().s3InputDataConfig().s3Uri();
        if (!there.equals(input)) {
            differences.add("questions or conditions are others: '" + there + "' there and '" + input + "' here");
        }
        return differences;
    }

    private JobMismatchException mismatch(GetModelInvocationJobResponse job, String input, String otherwise) {
        List<String> differences = differences(job, input);
        return JobMismatchException.of(
                snapshot(job, connection.time().now()), differences.isEmpty() ? List.of(otherwise) : differences);
    }
}

package io.github.tune4j.job;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.aws.AwsSession;
import io.github.tune4j.aws.ServiceRole;
import io.github.tune4j.aws.Storage;
import io.github.tune4j.model.BaseModel;
import io.github.tune4j.model.HyperParameters;
import io.github.tune4j.run.ProgressListener;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The settings of a job as they come in, named like the setters. Lengths and patterns are those of Bedrock's API. */
final class JobDraft {
    private static final String MISSING = "must be set";
    private static final String TAG = "[a-zA-Z0-9\\s._:/=+@-]*";
    private static final String TAG_MESSAGE = "must hold letters, digits, white space and . _ : / = + @ - only";

    /** AWS keeps this beginning for tags of its own. */
    private static final String KEY = "(?![aA][wW][sS]:)" + TAG;

    private static final String KEY_MESSAGE = TAG_MESSAGE + ", and not begin with aws:";

    @NotNull(message = MISSING)
    @Size(min = 1, max = 63)
    @Pattern(
            regexp = "[a-zA-Z0-9](-*[a-zA-Z0-9+\\-.])*",
            message = "must hold letters, digits and + - . only, and begin with a letter or digit")
    @Nullable
    String name;

    @Size(min = 1, max = 63)
    @Pattern(
            regexp = "([0-9a-zA-Z][_-]?)+",
            message = "must hold letters, digits and single - or _ only; set it where the job's name holds others")
    @Nullable
    String customModelName;

    @NotNull(message = MISSING)
    @Nullable
    BaseModel baseModel;

    /** What is tuned when it is no foundation model. */
    @Nullable
    String customModelArn;

    @NotNull(message = MISSING)
    @Nullable
    ServiceRole serviceRole;

    @NotNull(message = MISSING)
    JobOrder.@Nullable Data trainingData;

    JobOrder.@Nullable Data validationData;

    @NotNull(message = MISSING)
    @Nullable
    String storage;

    boolean createStorage;

    @Size(min = 1, max = 2048)
    @Nullable
    String kmsKey;

    @Valid
    JobOrder.@Nullable Network vpc;

    @Size(max = 199, message = "must be at most 199, for the library adds one")
    Map<
                    @Size(min = 1, max = 128) @Pattern(regexp = KEY, message = KEY_MESSAGE) String,
                    @Size(max = 256) @Pattern(regexp = TAG, message = TAG_MESSAGE) String>
            tags = Map.of();

    HyperParameters hyperParameters = HyperParameters.builder().build();

    @Nullable
    ProgressListener progress;

    boolean nextNameIfUsedUp;

    JobDraft copy() {
        JobDraft copy = new JobDraft();
        copy.name = name;
        copy.customModelName = customModelName;
        copy.baseModel = baseModel;
        copy.customModelArn = customModelArn;
        copy.serviceRole = serviceRole;
        copy.trainingData = trainingData;
        copy.validationData = validationData;
        copy.storage = storage;
        copy.createStorage = createStorage;
        copy.kmsKey = kmsKey;
        copy.vpc = vpc;
        copy.tags = tags;
        copy.hyperParameters = hyperParameters;
        copy.progress = progress;
        copy.nextNameIfUsedUp = nextNameIfUsedUp;
        return copy;
    }

    /** A job with what is wrong with its settings, hyperparameters apart. */
    record Draft(JobOrder order, List<String> problems) {}

    /** The job that the settings describe, or every problem with them at once. */
    JobOrder order(AwsSession aws) {
        Draft draft = draft(aws);
        List<String> problems = new ArrayList<>(draft.problems());
        collect(problems, () -> hyperParameters.checkedFor(draft.order().facts()));
        if (!problems.isEmpty()) {
            throw InvalidInputException.of(problems, "correct the named settings.");
        }
        return draft.order();
    }

    /** The job that the settings describe, even with wrong values; refused only where something is missing. */
    Draft draft(AwsSession aws) {
        JobDraft draft = copy();
        if (customModelName == null) {
            draft.customModelName = name;
        }
        List<String> problems = new ArrayList<>();
        collect(problems, () -> InvalidInputException.check(draft));
        BaseModel model = baseModel == null ? null : aws.models().get(baseModel.name());
        if (model != null) {
            collect(problems, model::tuningId);
        }
        Storage found = storage == null ? null : place(aws, "storage", storage, problems);
        uploaded(aws, "trainingData", trainingData, problems);
        uploaded(aws, "validationData", validationData, problems);
        Storage place = found == null || kmsKey == null || !createStorage ? found : found.kmsKey(kmsKey);
        if (name == null
                || serviceRole == null
                || trainingData == null
                || storage == null
                || place == null
                || model == null
                || !model.tunable()) {
            if (model != null) {
                collect(problems, () -> hyperParameters.checkedFor(model));
            }
            throw InvalidInputException.of(problems, "correct the named settings.");
        }
        BaseModel facts = model;
        JobOrder order = new JobOrder(
                name,
                Objects.requireNonNull(draft.customModelName),
                customModelArn == null ? facts.tuningId() : customModelArn,
                facts,
                serviceRole,
                trainingData,
                validationData,
                progress == null ? place : place.progress(progress),
                createStorage,
                kmsKey,
                vpc,
                Map.copyOf(tags),
                hyperParameters,
                nextNameIfUsedUp);
        return new Draft(order, problems);
    }

    private static @Nullable Storage place(AwsSession aws, String setting, String uri, List<String> problems) {
        try {
            return Storage.of(aws, uri);
        } catch (InvalidInputException e) {
            problems.add(setting + ": " + e.problem().replaceFirst("\\.$", "") + "; "
                    + e.remedy().replaceFirst("\\.$", ""));
            return null;
        }
    }

    /** S3 takes keys that Bedrock does not. */
    private static void uploaded(AwsSession aws, String setting, JobOrder.@Nullable Data data, List<String> problems) {
        if (data instanceof JobOrder.Data.Uploaded there) {
            place(aws, setting, there.place().uri(), problems);
        }
    }

    private static void collect(List<String> problems, Runnable check) {
        try {
            check.run();
        } catch (InvalidInputException e) {
            problems.addAll(e.problems());
        }
    }
}

package io.github.tune4j.testkit.bedrock;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tune4j.testkit.rest.Request;
import io.github.tune4j.testkit.wire.ServiceError;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** The operations on batch inference jobs, and what becomes of them. */
final class BatchJobs {
    private static final int MOST_IN_PROGRESS = 20;
    private static final int USUAL_TIMEOUT_HOURS = 24;
    private static final Duration SUBMITTED = Duration.ofMinutes(1);
    private static final Duration VALIDATING = Duration.ofMinutes(4);
    private static final Duration SCHEDULED = Duration.ofMinutes(10);
    private static final Duration STOPPING = Duration.ofMinutes(1);
    private static final long MILLIS_PER_RECORD = 100;
    static final String INPUT_TOKENS = "inputTokens";
    static final String OUTPUT_TOKENS = "outputTokens";
    private static final String RECORDS = "totalRecordCount";
    private static final String[] MEMBERS = {
        "jobArn",
        "jobName",
        "modelId",
        "clientRequestToken",
        "roleArn",
        "status",
        "message",
        "submitTime",
        "lastModifiedTime",
        "endTime",
        "inputDataConfig",
        "outputDataConfig",
        "vpcConfig",
        "timeoutDurationInHours",
        "jobExpirationTime",
        "modelInvocationType",
        RECORDS,
        "processedRecordCount",
        "successRecordCount",
        "errorRecordCount"
    };
    private static final Listing LISTING = new Listing(Kind.BATCH_JOB, "invocationJobSummaries", MEMBERS);

    private final Registry registry;
    private final Admission admission;
    private final ServedModels models;
    private final Timeline timeline;
    private final BatchFiles files;

    BatchJobs(Registry registry, Admission admission, ServedModels models, Timeline timeline, BatchFiles files) {
        this.registry = registry;
        this.admission = admission;
        this.models = models;
        this.timeline = timeline;
        this.files = files;
        timeline.define(Kind.BATCH_JOB, "Validating", this::validating);
        timeline.define(Kind.BATCH_JOB, "Scheduled", this::scheduled);
        timeline.define(Kind.BATCH_JOB, "InProgress", this::inProgress);
        timeline.define(Kind.BATCH_JOB, "Completed", this::completed);
        timeline.define(Kind.BATCH_JOB, "Stopped", (copy, at) -> job -> end(job, "Stopped", at));
        timeline.defineFailure(Kind.BATCH_JOB, (job, message, at) -> {
            job.answer().put("message", message);
            end(job, "Failed", at);
        });
    }

    ObjectNode create(Request request) throws ServiceError {
        Optional<Resource> made = admission.replay(Kind.BATCH_JOB, request);
        Resource job = made.isPresent() ? made.get() : admit(request);
        return JsonNodeFactory.instance.objectNode().put("jobArn", job.arn());
    }

    private Resource admit(Request request) throws ServiceError {
        models.checkBatch(request.text("modelId"), request.region());
        Tags.check(request, "tags", request.text("jobName"));
        admission.nameIsFree(
                Kind.BATCH_JOB,
                request.region(),
                request.text("jobName"),
                Refusal.conflict("The provided job name is currently in use."));
        if (registry.living(Kind.BATCH_JOB, request.region())
                        .filter(job -> !job.answer().has("endTime"))
                        .count()
                >= MOST_IN_PROGRESS) {
            throw Refusal.quota("You have exceeded the limit of " + MOST_IN_PROGRESS + " batch inference jobs.");
        }
        String arn = registry.newArn(Kind.BATCH_JOB, request.region(), "");
        admission.roleIsAssumable(request.text("roleArn"), arn);
        Resource job = registry.create(Kind.BATCH_JOB, request.region(), arn, request.text("jobName"));
        Instant now = job.created();
        int hours = request.get("timeoutDurationInHours").asInt(USUAL_TIMEOUT_HOURS);
        ObjectNode answer = job.answer();
        for (String member : MEMBERS) {
            if (request.input().has(member)) {
                answer.set(member, request.get(member));
            }
        }
        job.status("Submitted");
        answer.put("timeoutDurationInHours", hours)
                .put(
                        "modelInvocationType",
                        request.optional("modelInvocationType").orElse("InvokeModel"))
                .put("lastModifiedTime", now.toString())
                .put("jobExpirationTime", now.plus(Duration.ofHours(hours)).toString());
        Tags.set(job, request.get("tags"));
        admission.remember(job, request);
        timeline.plan(job, "Validating", now.plus(SUBMITTED));
        registry.save(job);
        return job;
    }

    ObjectNode get(Request request) throws ServiceError {
        return find(request).shown();
    }

    ObjectNode list(Request request) throws ServiceError {
        return LISTING.list(registry, request);
    }

    ObjectNode stop(Request request) throws ServiceError {
        Resource job = find(request);
        if (job.answer().has("endTime") || job.is("Stopping")) {
            throw Refusal.conflict("The job cannot be stopped because its status is " + job.status() + ".");
        }
        status(job, "Stopping", timeline.now());
        timeline.plan(job, "Stopped", timeline.now().plus(STOPPING));
        registry.save(job);
        return JsonNodeFactory.instance.objectNode();
    }

    private Resource find(Request request) throws ServiceError {
        String identifier = request.text("jobIdentifier");
        return registry.living(Kind.BATCH_JOB, request.region())
                .filter(job ->
                        job.arn().equals(identifier) || Arns.id(job.arn()).equals(identifier))
                .findFirst()
                .orElseThrow(() -> Refusal.notFound("The provided job identifier is not found: " + identifier));
    }

    private Consumer<Resource> validating(Resource copy, Instant at) {
        return job -> {
            status(job, "Validating", at);
            timeline.plan(job, "Scheduled", at.plus(VALIDATING));
        };
    }

    private Consumer<Resource> scheduled(Resource copy, Instant at) throws JobFailure {
        int records = files.check(copy);
        return job -> {
            status(job, "Scheduled", at);
            job.answer().put(RECORDS, records);
            timeline.plan(job, "InProgress", at.plus(SCHEDULED));
        };
    }

    private Consumer<Resource> inProgress(Resource copy, Instant at) {
        long records = copy.answer().path(RECORDS).asLong();
        return job -> {
            status(job, "InProgress", at);
            timeline.plan(job, "Completed", at.plusMillis(MILLIS_PER_RECORD * records));
        };
    }

    private Consumer<Resource> completed(Resource copy, Instant at) throws JobFailure {
        BatchFiles.Outcome outcome = files.run(copy);
        return job -> {
            job.answer()
                    .put("processedRecordCount", outcome.records())
                    .put("successRecordCount", outcome.succeeded())
                    .put("errorRecordCount", outcome.records() - outcome.succeeded());
            job.local().put(INPUT_TOKENS, outcome.inputTokens()).put(OUTPUT_TOKENS, outcome.outputTokens());
            end(job, outcome.succeeded() == 0 ? "Failed" : "Completed", at);
        };
    }

    private static void status(Resource job, String status, Instant at) {
        job.status(status);
        job.answer().put("lastModifiedTime", at.toString());
    }

    private static void end(Resource job, String status, Instant at) {
        status(job, status, at);
        job.answer().put("endTime", at.toString());
    }
}

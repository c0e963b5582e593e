package io.github.tune4j.testkit.bedrock;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tune4j.testkit.rest.Request;
import io.github.tune4j.testkit.wire.ServiceError;
import java.util.List;
import java.util.stream.Stream;

/** The custom models: made by jobs, kept until they are deleted. */
final class CustomModels {
    private static final Listing LISTING = new Listing(
            Kind.CUSTOM_MODEL,
            "modelSummaries",
            "modelArn",
            "modelName",
            "creationTime",
            "baseModelArn",
            "baseModelName",
            "customizationType",
            "ownerAccountId",
            "modelStatus");
    private static final List<String> FROM_JOB = List.of(
            "jobName",
            "jobArn",
            "customizationType",
            "hyperParameters",
            "trainingDataConfig",
            "validationDataConfig",
            "outputDataConfig",
            "trainingMetrics",
            "validationMetrics");

    private final Registry registry;
    private final TunedModels tuned;

    CustomModels(Registry registry, TunedModels tuned) {
        this.registry = registry;
        this.tuned = tuned;
    }

    /** The model of a job that has ended well. */
    Resource create(Resource job, TrainingRuns.Run run) {
        String tuningId = job.local().path("tuningId").asText();
        String startsFrom = run.lessons().startsFrom();
        String arn = registry.newArn(Kind.CUSTOM_MODEL, job.region(), tuningId + "/");
        Resource model = registry.create(Kind.CUSTOM_MODEL, job.region(), arn, job.text("outputModelName"));
        FROM_JOB.forEach(
                member -> model.answer().set(member, job.answer().path(member).deepCopy()));
        model.answer()
                .put("baseModelArn", startsFrom.isEmpty() ? job.text("baseModelArn") : startsFrom)
                .put("modelStatus", "Active");
        if (job.answer().has("outputModelKmsKeyArn")) {
            model.answer().put("modelKmsKeyArn", job.text("outputModelKmsKeyArn"));
        }
        model.local()
                .put("tuningId", tuningId)
                .put("foundationModelArn", job.text("baseModelArn"))
                .put("baseModelName", tuningId.replaceFirst(":.*", ""))
                .put("ownerAccountId", registry.account())
                .put("isOwned", true);
        Tags.set(model, job.local().path("customModelTags"));
        tuned.keep(model.arn(), run.lessons(), run.trained().model());
        registry.save(model);
        return model;
    }

    ObjectNode get(Request request) throws ServiceError {
        return registry.get(Kind.CUSTOM_MODEL, request, "modelIdentifier").shown();
    }

    ObjectNode list(Request request) throws ServiceError {
        return LISTING.list(registry, request);
    }

    ObjectNode delete(Request request) throws ServiceError {
        Resource model = registry.get(Kind.CUSTOM_MODEL, request, "modelIdentifier");
        boolean inUse = Stream.of(Kind.THROUGHPUT, Kind.DEPLOYMENT)
                .flatMap(kind -> registry.living(kind, request.region()))
                .anyMatch(user -> Stream.of("modelArn", "desiredModelArn")
                        .anyMatch(member -> user.text(member).equals(model.arn())));
        if (inUse) {
            throw Refusal.conflict("The custom model " + model.arn()
                    + " cannot be deleted because it is used by provisioned throughput or a deployment.");
        }
        registry.delete(model);
        return JsonNodeFactory.instance.objectNode();
    }
}

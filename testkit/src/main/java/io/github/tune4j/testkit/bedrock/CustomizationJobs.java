package io.github.tune4j.testkit.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tune4j.model.BaseModel;
import io.github.tune4j.testkit.rest.Request;
import io.github.tune4j.testkit.wire.ServiceError;
import java.util.Optional;

/** The operations on model customization jobs. What becomes of a job is the {@link CustomizationWalk}'s. */
final class CustomizationJobs {
    private static final int MOST_IN_PROGRESS = 10;
    private static final Listing LISTING = new Listing(
            Kind.CUSTOMIZATION_JOB,
            "modelCustomizationJobSummaries",
            "jobArn",
            "baseModelArn",
            "jobName",
            "status",
            "statusDetails",
            "lastModifiedTime",
            "creationTime",
            "endTime",
            "customModelArn=outputModelArn",
            "customModelName=outputModelName",
            "customizationType");

    private final Registry registry;
    private final Admission admission;
    private final Foundations foundations;
    private final Keys keys;
    private final CustomizationWalk walk;

    CustomizationJobs(
            Registry registry, Admission admission, Foundations foundations, Keys keys, CustomizationWalk walk) {
        this.registry = registry;
        this.admission = admission;
        this.foundations = foundations;
        this.keys = keys;
        this.walk = walk;
    }

    ObjectNode create(Request request) throws ServiceError {
        Optional<Resource> made = admission.replay(Kind.CUSTOMIZATION_JOB, request);
        return arn(made.isPresent() ? made.get() : admit(request));
    }

    ObjectNode get(Request request) throws ServiceError {
        return registry.get(Kind.CUSTOMIZATION_JOB, request, "jobIdentifier").shown();
    }

    ObjectNode list(Request request) throws ServiceError {
        return LISTING.list(registry, request);
    }

    ObjectNode stop(Request request) throws ServiceError {
        Resource job = registry.get(Kind.CUSTOMIZATION_JOB, request, "jobIdentifier");
        if (!job.is("InProgress")) {
            throw Refusal.conflict("The job cannot be stopped because its status is " + job.status() + ".");
        }
        walk.stop(job);
        registry.save(job);
        return JsonNodeFactory.instance.objectNode();
    }

    private Resource admit(Request request) throws ServiceError {
        String type = request.optional("customizationType").orElse("FINE_TUNING");
        if (!type.equals("FINE_TUNING")) {
            throw Refusal.invalid("The local AWS does not have the customization type " + type + ".");
        }
        Optional<Resource> tuned = tunedBase(request);
        BaseModel base = foundations.forSomethingNew(
                tuned.isPresent() ? tuned.get().local().path("tuningId").asText() : request.text("baseModelIdentifier"),
                request.region(),
                "customization jobs");
        checkData(request, base);
        new HyperParameterCheck(base).check(request.get("hyperParameters"));
        Tags.check(request, "jobTags", request.text("jobName"));
        Tags.check(request, "customModelTags", request.text("customModelName"));
        checkNames(request);
        String key = key(request);
        if (inProgress(request.region()) >= MOST_IN_PROGRESS) {
            throw Refusal.quota(
                    "You have exceeded the limit of " + MOST_IN_PROGRESS + " scheduled customization jobs.");
        }
        return begin(request, base, tuned, key);
    }

    private Resource begin(Request request, BaseModel base, Optional<Resource> tuned, String key) throws ServiceError {
        String arn = registry.newArn(Kind.CUSTOMIZATION_JOB, request.region(), base.tuningId() + "/");
        admission.roleIsAssumable(request.text("roleArn"), arn);
        Resource job = registry.create(Kind.CUSTOMIZATION_JOB, request.region(), arn, request.text("jobName"));
        ObjectNode answer = job.answer();
        request.optional("clientRequestToken").ifPresent(token -> answer.put("clientRequestToken", token));
        answer.put("outputModelName", request.text("customModelName"))
                .put("roleArn", request.text("roleArn"))
                .put("baseModelArn", Arns.foundationModel(request.region(), base.tuningId()))
                .put("customizationType", "FINE_TUNING");
        answer.set("hyperParameters", object(request.get("hyperParameters")));
        answer.set("trainingDataConfig", request.get("trainingDataConfig"));
        answer.set("validationDataConfig", object(request.get("validationDataConfig")));
        answer.withObjectProperty("validationDataConfig").withArray("validators");
        answer.set("outputDataConfig", request.get("outputDataConfig"));
        if (request.get("vpcConfig").isObject()) {
            answer.set("vpcConfig", request.get("vpcConfig"));
        }
        if (!key.isEmpty()) {
            answer.put("outputModelKmsKeyArn", key);
        }
        job.local().put("tuningId", base.tuningId());
        tuned.ifPresent(model -> job.local().put("startsFrom", model.arn()));
        job.local().putArray("customModelTags").addAll((ArrayNode) list(request.get("customModelTags")));
        Tags.set(job, request.get("jobTags"));
        admission.remember(job, request);
        walk.begin(job);
        registry.save(job);
        return job;
    }

    /** The custom model to go on from, if the request names one. */
    private Optional<Resource> tunedBase(Request request) throws ServiceError {
        String identifier = request.text("baseModelIdentifier");
        Optional<Resource> model = registry.find(Kind.CUSTOM_MODEL, request.region(), identifier);
        if (model.isEmpty() && identifier.contains(":custom-model/")) {
            throw Refusal.notFound("The provided custom model is not found: " + identifier);
        }
        return model;
    }

    private static void checkData(Request request, BaseModel base) throws ServiceError {
        JsonNode validators = request.get("validationDataConfig").path("validators");
        if (request.get("trainingDataConfig").path("s3Uri").isMissingNode()) {
            throw Refusal.invalid("Fine-tuning needs trainingDataConfig.s3Uri.");
        }
        if (validators.size() > 1) {
            throw Refusal.invalid("A customization job takes at most one validation data set.");
        }
        if (!validators.isEmpty() && base.limits().validationRecords().isEmpty()) {
            throw Refusal.invalid("The model " + base.tuningId() + " does not support validation data.");
        }
    }

    private void checkNames(Request request) throws ServiceError {
        String region = request.region();
        admission.nameIsFree(
                Kind.CUSTOMIZATION_JOB,
                region,
                request.text("jobName"),
                Refusal.invalid("The provided job name is currently in use."));
        ServiceError taken = Refusal.invalid("The provided custom model name is currently in use.");
        String model = request.text("customModelName");
        admission.nameIsFree(Kind.CUSTOM_MODEL, region, model, taken);
        if (registry.living(Kind.CUSTOMIZATION_JOB, region)
                .anyMatch(job -> job.text("outputModelName").equals(model))) {
            throw taken;
        }
    }

    private String key(Request request) throws ServiceError {
        Optional<String> wanted = request.optional("customModelKmsKeyId");
        if (wanted.isEmpty()) {
            return "";
        }
        return keys.arn(request.region(), wanted.get())
                .orElseThrow(() -> Refusal.invalid("The provided KMS key is not found: " + wanted.get()));
    }

    private long inProgress(String region) {
        return registry.living(Kind.CUSTOMIZATION_JOB, region)
                .filter(job -> job.is("InProgress"))
                .count();
    }

    private static JsonNode object(JsonNode node) {
        return node.isObject() ? node : JsonNodeFactory.instance.objectNode();
    }

    private static JsonNode list(JsonNode node) {
        return node.isArray() ? node : JsonNodeFactory.instance.arrayNode();
    }

    private static ObjectNode arn(Resource job) {
        return JsonNodeFactory.instance.objectNode().put("jobArn", job.arn());
    }
}

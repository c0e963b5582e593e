package io.github.tune4j.testkit.bedrock;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tune4j.model.BaseModel;
import io.github.tune4j.testkit.rest.Request;
import io.github.tune4j.testkit.wire.ServiceError;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** On-demand deployments of custom models: they cost nothing while nobody asks them. */
final class Deployments {
    private static final Duration CREATING = Duration.ofMinutes(5);
    private static final Duration UPDATING = Duration.ofMinutes(5);
    private static final int MOST = 100;
    private static final String ACTIVE = "active";
    private static final String UPDATED = "updated";
    private static final String NAME = "modelDeploymentName";
    private static final String MODEL = "modelArn";
    private static final Listing LISTING = new Listing(
            Kind.DEPLOYMENT,
            "modelDeploymentSummaries",
            "customModelDeploymentArn",
            "customModelDeploymentName=modelDeploymentName",
            MODEL,
            "createdAt",
            "status",
            "lastUpdatedAt",
            "failureMessage");

    private final Registry registry;
    private final Admission admission;
    private final Foundations foundations;
    private final Timeline timeline;

    Deployments(Registry registry, Admission admission, Foundations foundations, Timeline timeline) {
        this.registry = registry;
        this.admission = admission;
        this.foundations = foundations;
        this.timeline = timeline;
        timeline.define(Kind.DEPLOYMENT, ACTIVE, (copy, at) -> deployment -> {
            deployment.status("Active");
            deployment.answer().put("lastUpdatedAt", at.toString());
        });
        timeline.define(Kind.DEPLOYMENT, UPDATED, (copy, at) -> deployment -> {
            ObjectNode details = deployment.answer().withObjectProperty("updateDetails");
            details.put("updateStatus", "UpdateCompleted");
            deployment.answer().put(MODEL, details.path(MODEL).asText()).put("lastUpdatedAt", at.toString());
        });
    }

    ObjectNode create(Request request) throws ServiceError {
        Optional<Resource> made = admission.replay(Kind.DEPLOYMENT, request);
        return arn(made.isPresent() ? made.get() : admit(request));
    }

    private Resource admit(Request request) throws ServiceError {
        Resource model = registry.get(Kind.CUSTOM_MODEL, request, MODEL);
        checkServed(model);
        Tags.check(request, "tags", request.text(NAME));
        admission.nameIsFree(
                Kind.DEPLOYMENT,
                request.region(),
                request.text(NAME),
                Refusal.invalid("The provided model deployment name is currently in use."));
        if (registry.living(Kind.DEPLOYMENT, request.region()).count() >= MOST) {
            throw Refusal.quota("You have exceeded the limit of " + MOST + " custom model deployments.");
        }
        String arn = registry.newArn(Kind.DEPLOYMENT, request.region(), "");
        Resource deployment = registry.create(Kind.DEPLOYMENT, request.region(), arn, request.text(NAME));
        Instant now = deployment.created();
        deployment.status("Creating");
        deployment.answer().put(MODEL, model.arn()).put("lastUpdatedAt", now.toString());
        request.optional("description").ifPresent(text -> deployment.answer().put("description", text));
        Tags.set(deployment, request.get("tags"));
        admission.remember(deployment, request);
        timeline.plan(deployment, ACTIVE, now.plus(CREATING));
        registry.save(deployment);
        return deployment;
    }

    ObjectNode get(Request request) throws ServiceError {
        return find(request).shown();
    }

    ObjectNode list(Request request) throws ServiceError {
        return LISTING.list(registry, request);
    }

    ObjectNode update(Request request) throws ServiceError {
        Resource deployment = settled(request);
        Resource model = registry.get(Kind.CUSTOM_MODEL, request, MODEL);
        checkServed(model);
        String base = registry.get(Kind.CUSTOM_MODEL, request.region(), deployment.text(MODEL))
                .local()
                .path("tuningId")
                .asText();
        if (!model.local().path("tuningId").asText().equals(base)) {
            throw Refusal.invalid("A deployment can only be moved to a custom model of the same base model.");
        }
        deployment.answer().putObject("updateDetails").put(MODEL, model.arn()).put("updateStatus", "Updating");
        timeline.plan(deployment, UPDATED, timeline.now().plus(UPDATING));
        registry.save(deployment);
        return arn(deployment);
    }

    ObjectNode delete(Request request) throws ServiceError {
        registry.delete(settled(request));
        return JsonNodeFactory.instance.objectNode();
    }

    private void checkServed(Resource model) throws ServiceError {
        String tuningId = model.local().path("tuningId").asText();
        BaseModel base = foundations.ofTuningId(tuningId);
        if (!base.servedBy(BaseModel.ServingKind.ON_DEMAND)) {
            throw Refusal.invalid(
                    "On-demand deployment is not supported for custom models of the base model " + tuningId + ".");
        }
        if (foundations.ended(base)) {
            throw Refusal.invalid("The provided model identifier is invalid.");
        }
    }

    private Resource find(Request request) throws ServiceError {
        return registry.get(Kind.DEPLOYMENT, request, "customModelDeploymentIdentifier");
    }

    private Resource settled(Request request) throws ServiceError {
        Resource deployment = find(request);
        if (deployment.is("Creating")
                || deployment
                        .answer()
                        .path("updateDetails")
                        .path("updateStatus")
                        .asText()
                        .equals("Updating")) {
            throw Refusal.invalid("Custom model deployment is in a mutating state");
        }
        return deployment;
    }

    private static ObjectNode arn(Resource deployment) {
        return JsonNodeFactory.instance.objectNode().put("customModelDeploymentArn", deployment.arn());
    }
}

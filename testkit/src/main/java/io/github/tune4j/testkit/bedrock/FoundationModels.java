package io.github.tune4j.testkit.bedrock;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tune4j.model.BaseModel;
import io.github.tune4j.testkit.rest.Request;
import io.github.tune4j.testkit.wire.ServiceError;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The operations on foundation models. A model that can be tuned is listed twice, as on AWS: by the plain id for calls, and
 * with the context length for tuning and throughput, there where it can be tuned.
 */
final class FoundationModels {
    private static final String TEXT = "TEXT";

    private final Foundations foundations;

    FoundationModels(Foundations foundations) {
        this.foundations = foundations;
    }

    ObjectNode get(Request request) throws ServiceError {
        String identifier = request.text("modelIdentifier");
        String id = Arns.modelId(request.region(), identifier).orElse("");
        ObjectNode details = all(request.region()).stream()
                .filter(model -> model.path("modelId").asText().equals(id))
                .findFirst()
                .orElseThrow(() -> notFound(identifier));
        ObjectNode output = JsonNodeFactory.instance.objectNode();
        output.set("modelDetails", details);
        return output;
    }

    ObjectNode list(Request request) {
        ObjectNode output = JsonNodeFactory.instance.objectNode();
        output.putArray("modelSummaries");
        for (ObjectNode model : all(request.region())) {
            if (matches(request, "byProvider", model, "providerName")
                    && matches(request, "byCustomizationType", model, "customizationsSupported")
                    && matches(request, "byOutputModality", model, "outputModalities")
                    && matches(request, "byInferenceType", model, "inferenceTypesSupported")) {
                output.withArray("modelSummaries").add(model);
            }
        }
        return output;
    }

    ObjectNode availability(Request request) throws ServiceError {
        String id = request.text("modelId");
        BaseModel model = foundations
                .find(id, request.region())
                .filter(found -> !foundations.ended(found))
                .orElseThrow(() -> notFound(id));
        boolean here = id.equals(model.id()) || model.regions().contains(request.region());
        ObjectNode output = JsonNodeFactory.instance.objectNode();
        output.put("modelId", id);
        List<String> missing = foundations.missingAccess();
        output.putObject("agreementAvailability")
                .put("status", missing.contains("AGREEMENT") ? "NOT_AVAILABLE" : "AVAILABLE");
        output.put("authorizationStatus", missing.contains("AUTHORIZATION") ? "NOT_AUTHORIZED" : "AUTHORIZED")
                .put("entitlementAvailability", missing.contains("ENTITLEMENT") ? "NOT_AVAILABLE" : "AVAILABLE")
                .put("regionAvailability", here ? "AVAILABLE" : "NOT_AVAILABLE");
        return output;
    }

    private static boolean matches(Request request, String filter, ObjectNode model, String member) {
        return request.optional(filter)
                .map(wanted -> contains(model, member, wanted))
                .orElse(true);
    }

    private static boolean contains(ObjectNode model, String member, String wanted) {
        if (model.path(member).isTextual()) {
            return model.path(member).asText().equalsIgnoreCase(wanted);
        }
        for (var value : model.path(member)) {
            if (value.asText().equals(wanted)) {
                return true;
            }
        }
        return false;
    }

    private List<ObjectNode> all(String region) {
        List<ObjectNode> models = new ArrayList<>();
        for (BaseModel model : foundations.alive()) {
            String way = model.callingId().equals(model.id()) ? "ON_DEMAND" : "INFERENCE_PROFILE";
            models.add(details(model, region, model.id(), null, way));
            if (model.regions().contains(region)) {
                boolean provisioned = model.servedBy(BaseModel.ServingKind.PROVISIONED);
                models.add(details(model, region, model.tuningId(), "FINE_TUNING", provisioned ? "PROVISIONED" : null));
            }
        }
        return models;
    }

    private ObjectNode details(
            BaseModel model, String region, String id, @Nullable String customization, @Nullable String inference) {
        ObjectNode details = JsonNodeFactory.instance.objectNode();
        details.put("modelArn", Arns.foundationModel(region, id))
                .put("modelId", id)
                .put("modelName", model.title())
                .put("providerName", model.provider())
                .put("responseStreamingSupported", true);
        details.putArray("inputModalities").add(TEXT);
        details.putArray("outputModalities").add(TEXT);
        texts(details, "customizationsSupported", customization);
        texts(details, "inferenceTypesSupported", inference);
        ObjectNode life = details.putObject("modelLifecycle");
        life.put("status", foundations.legacy(model) ? "LEGACY" : "ACTIVE");
        date(life, "legacyTime", model.lifecycle().legacy());
        date(life, "publicExtendedAccessTime", model.lifecycle().extendedAccess());
        date(life, "endOfLifeTime", model.lifecycle().endOfLife());
        return details;
    }

    private static void texts(ObjectNode details, String member, @Nullable String value) {
        var values = details.putArray(member);
        if (value != null) {
            values.add(value);
        }
    }

    private static void date(ObjectNode life, String member, @Nullable LocalDate day) {
        if (day != null) {
            life.put(member, day + "T00:00:00Z");
        }
    }

    private static ServiceError notFound(String identifier) {
        return Refusal.notFound(
                "Could not resolve the foundation model from the provided model identifier: " + identifier);
    }
}

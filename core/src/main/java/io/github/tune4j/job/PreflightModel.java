package io.github.tune4j.job;

import io.github.tune4j.aws.internal.Connection;
import io.github.tune4j.aws.internal.LifecycleGuard;
import io.github.tune4j.aws.internal.LifecycleGuard.Purpose;
import io.github.tune4j.aws.internal.LifecycleGuard.Sight;
import io.github.tune4j.job.PreflightChecks.Finding;
import io.github.tune4j.model.BaseModel;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.bedrock.model.AuthorizationStatus;
import software.amazon.awssdk.services.bedrock.model.EntitlementAvailability;
import software.amazon.awssdk.services.bedrock.model.GetCustomModelResponse;
import software.amazon.awssdk.services.bedrock.model.GetFoundationModelAvailabilityResponse;
import software.amazon.awssdk.services.bedrock.model.ModelStatus;
import software.amazon.awssdk.services.bedrock.model.ResourceNotFoundException;

/** Whether the model can be tuned: here, still, and by this account. */
final class PreflightModel {
    private final Connection connection;
    private final JobOrder order;
    private final BaseModel model;
    private final LifecycleGuard guard;
    private final Sight sight;

    PreflightModel(Connection connection, JobOrder order) {
        this.connection = connection;
        this.order = order;
        this.model = order.facts();
        this.guard = new LifecycleGuard(connection);
        this.sight = guard.look(model);
    }

    void check(PreflightChecks checks) {
        checks.look("region", this::region);
        checks.look("life cycle", () -> Finding.of(guard.judge(model, Purpose.JOB, sight)));
        checks.look("model access", this::access);
        if (order.base().contains(":custom-model/")) {
            checks.look("base model", this::tunedBase);
        }
    }

    private Finding region() {
        List<String> regions = model.regions();
        String here = connection.region().id();
        if (sight.tunableHere()) {
            return Finding.ok(model.title() + " can be tuned in " + here
                    + (sight.asked() ? "" : ", by the catalogue of " + model.asOf()));
        }
        if (!regions.contains(here)) {
            return Finding.failed(
                    model.title() + " cannot be tuned in " + here + ", only in " + regions + ".",
                    "open the session in one of " + regions + ".");
        }
        return Finding.failed(
                "AWS does not list " + model.tuningId() + " for tuning in " + here + ".",
                "choose a model that ListFoundationModels shows for FINE_TUNING there.");
    }

    private Finding access() {
        GetFoundationModelAvailabilityResponse told;
        try {
            told = connection.call(
                    "GetFoundationModelAvailability",
                    () -> connection.clients().bedrock().getFoundationModelAvailability(a -> a.modelId(model.id())));
        } catch (io.github.tune4j.aws.AwsCallException e) {
            if (e.getCause() instanceof ResourceNotFoundException) {
                return Finding.failed(
                        "AWS does not know " + model.id() + " in " + connection.region() + ".",
                        "look at the life cycle and the region of the model.");
            }
            throw e;
        }
        List<String> missing = missing(told);
        return missing.isEmpty()
                ? Finding.ok("the account has access to " + model.title())
                : Finding.failed(
                        "The account has no access to " + model.title() + ": " + String.join(", ", missing) + ".",
                        "ask for access to the model on the Bedrock console's page of model access, and accept its"
                                + " provider's agreement there.");
    }

    private static List<String> missing(GetFoundationModelAvailabilityResponse told) {
        List<String> missing = new ArrayList<>();
        if (told.agreementAvailability() != null
                && !"AVAILABLE".equals(told.agreementAvailability().statusAsString())) {
            missing.add("the agreement is " + told.agreementAvailability().statusAsString());
        }
        if (told.authorizationStatus() != AuthorizationStatus.AUTHORIZED) {
            missing.add("the authorization is " + told.authorizationStatusAsString());
        }
        if (told.entitlementAvailability() != EntitlementAvailability.AVAILABLE) {
            missing.add("the entitlement is " + told.entitlementAvailabilityAsString());
        }
        if ("NOT_AVAILABLE".equals(told.regionAvailabilityAsString())) {
            missing.add("it is not available in the region");
        }
        return missing;
    }

    private Finding tunedBase() {
        GetCustomModelResponse base = connection.call(
                "GetCustomModel",
                () -> connection.clients().bedrock().getCustomModel(m -> m.modelIdentifier(order.base())));
        return base.modelStatus() == null || base.modelStatus() == ModelStatus.ACTIVE
                ? Finding.ok("the tuned model " + base.modelName() + " is there to be tuned further")
                : Finding.failed(
                        "The tuned model " + base.modelName() + " is " + base.modelStatusAsString() + ".",
                        "wait until it is Active, or start from another one.");
    }
}

package io.github.tune4j.testkit.bedrock;

import io.github.tune4j.model.BaseModel;
import io.github.tune4j.model.Lifecycle;
import io.github.tune4j.model.ModelCatalog;
import io.github.tune4j.testkit.clock.VirtualClock;
import io.github.tune4j.testkit.faults.Faults;
import io.github.tune4j.testkit.wire.ServiceError;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** The base models as they are on the clock's day. */
final class Foundations {
    private final ModelCatalog catalog;
    private final VirtualClock clock;
    private final Faults faults;

    Foundations(ModelCatalog catalog, VirtualClock clock, Faults faults) {
        this.catalog = catalog;
        this.clock = clock;
        this.faults = faults;
    }

    /** Every model that has not ended. */
    List<BaseModel> alive() {
        return catalog.all().stream().filter(model -> !ended(model)).toList();
    }

    /** The model that an id or an ARN of the region names, with or without context suffix, ended or not. */
    Optional<BaseModel> find(String identifier, String region) {
        return Arns.modelId(region, identifier)
                .flatMap(id -> catalog.all().stream()
                        .filter(model -> id.equals(model.id()) || model.tunable() && id.equals(model.tuningId()))
                        .findFirst());
    }

    /** The model of a tuning id. */
    BaseModel ofTuningId(String tuningId) {
        return catalog.get(tuningId);
    }

    /** The base model of a foundation model's or a custom model's ARN. */
    BaseModel ofModelArn(String arn) {
        return catalog.get(arn);
    }

    /** What is missing of the access to models. */
    List<String> missingAccess() {
        return faults.missingModelAccess();
    }

    boolean ended(BaseModel model) {
        return status(model) == Lifecycle.Status.ENDED;
    }

    boolean legacy(BaseModel model) {
        return status(model) == Lifecycle.Status.LEGACY;
    }

    /** A model from which something new may be made in a region: tunable there, and neither legacy nor ended. */
    BaseModel forSomethingNew(String identifier, String region, String what) throws ServiceError {
        BaseModel model = find(identifier, region)
                .filter(BaseModel::tunable)
                .filter(found -> found.regions().contains(region))
                .filter(found -> !ended(found))
                .orElseThrow(() -> Refusal.invalid("The provided model identifier is invalid."));
        if (!faults.missingModelAccess().isEmpty()) {
            throw Refusal.denied("You don't have access to the model with the specified model ID.");
        }
        if (legacy(model)) {
            throw Refusal.invalid("The model " + identifier + " has been Legacy since "
                    + model.lifecycle().legacy() + " and cannot be used for new " + what + ".");
        }
        return model;
    }

    private Lifecycle.Status status(BaseModel model) {
        return model.lifecycle().statusOn(LocalDate.ofInstant(clock.now(), ZoneOffset.UTC));
    }
}

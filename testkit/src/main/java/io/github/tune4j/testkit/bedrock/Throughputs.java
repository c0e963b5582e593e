package io.github.tune4j.testkit.bedrock;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tune4j.model.BaseModel;
import io.github.tune4j.testkit.rest.Request;
import io.github.tune4j.testkit.wire.ServiceError;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

/** Provisioned throughput: takes its time to come into service, and costs money from the accepted create on. */
final class Throughputs {
    private static final Duration CREATING = Duration.ofMinutes(20);
    private static final Duration UPDATING = Duration.ofMinutes(10);
    private static final String IN_SERVICE = "InService";
    private static final String EXPIRATION = "commitmentExpirationTime";
    private static final String NAME = "provisionedModelName";
    private static final Listing LISTING = new Listing(
            Kind.THROUGHPUT,
            "provisionedModelSummaries",
            NAME,
            "provisionedModelArn",
            "modelArn",
            "desiredModelArn",
            "foundationModelArn",
            "modelUnits",
            "desiredModelUnits",
            "status",
            "commitmentDuration",
            EXPIRATION,
            "creationTime",
            "lastModifiedTime");

    private final Registry registry;
    private final Admission admission;
    private final Foundations foundations;
    private final Timeline timeline;
    private final Quota units;

    /**
     * A model that throughput can serve.
     *
     * @param arn the model's ARN
     * @param base its base model
     */
    private record Model(String arn, BaseModel base) {}

    Throughputs(Registry registry, Admission admission, Foundations foundations, Timeline timeline, Quota units) {
        this.registry = registry;
        this.admission = admission;
        this.foundations = foundations;
        this.timeline = timeline;
        this.units = units;
        timeline.define(Kind.THROUGHPUT, IN_SERVICE, (copy, at) -> throughput -> {
            throughput.status(IN_SERVICE);
            throughput.answer().put("modelArn", throughput.text("desiredModelArn"));
            throughput.answer().put("lastModifiedTime", at.toString());
        });
    }

    ObjectNode create(Request request) throws ServiceError {
        Optional<Resource> made = admission.replay(Kind.THROUGHPUT, request);
        Resource throughput = made.isPresent() ? made.get() : admit(request);
        return JsonNodeFactory.instance.objectNode().put("provisionedModelArn", throughput.arn());
    }

    private Resource admit(Request request) throws ServiceError {
        Model model = model(request, request.text("modelId"));
        BaseModel base =
                foundations.forSomethingNew(model.base().tuningId(), request.region(), "provisioned throughput");
        if (!base.servedBy(BaseModel.ServingKind.PROVISIONED)) {
            throw Refusal.invalid("Provisioned throughput is not supported for the model " + model.arn() + ".");
        }
        Tags.check(request, "tags", request.text(NAME));
        checkName(request, request.text(NAME));
        int wanted = request.get("modelUnits").asInt();
        if (inUse(request.region()) + wanted > units.granted()) {
            throw Refusal.quota("Your account does not currently have any no commitment model units reserved for "
                    + base.tuningId() + ".");
        }
        String arn = registry.newArn(Kind.THROUGHPUT, request.region(), "");
        Resource throughput = registry.create(Kind.THROUGHPUT, request.region(), arn, request.text(NAME));
        Instant now = throughput.created();
        throughput.status("Creating");
        throughput
                .answer()
                .put("modelUnits", wanted)
                .put("desiredModelUnits", wanted)
                .put("modelArn", model.arn())
                .put("desiredModelArn", model.arn())
                .put("foundationModelArn", Arns.foundationModel(request.region(), base.tuningId()))
                .put("lastModifiedTime", now.toString());
        request.optional("commitmentDuration")
                .ifPresent(term -> throughput
                        .answer()
                        .put("commitmentDuration", term)
                        .put(EXPIRATION, expiration(now, term).toString()));
        throughput.local().put("tuningId", base.tuningId());
        Tags.set(throughput, request.get("tags"));
        admission.remember(throughput, request);
        timeline.plan(throughput, IN_SERVICE, now.plus(CREATING));
        registry.save(throughput);
        return throughput;
    }

    ObjectNode get(Request request) throws ServiceError {
        return find(request).shown();
    }

    ObjectNode list(Request request) throws ServiceError {
        return LISTING.list(registry, request);
    }

    ObjectNode update(Request request) throws ServiceError {
        Resource throughput = find(request);
        if (!throughput.is(IN_SERVICE)) {
            throw Refusal.invalid(
                    "The provisioned model cannot be updated because its status is " + throughput.status() + ".");
        }
        Optional<String> name = request.optional("desiredProvisionedModelName");
        if (name.isPresent() && !name.get().equals(throughput.name())) {
            checkName(request, name.get());
        }
        Optional<String> wanted = request.optional("desiredModelId");
        if (wanted.isPresent()) {
            Model model = model(request, wanted.get());
            boolean tuned = throughput.text("modelArn").contains(":custom-model/");
            if (!tuned
                    || !model.base()
                            .tuningId()
                            .equals(throughput.local().path("tuningId").asText())) {
                throw Refusal.invalid("Provisioned throughput of a custom model can be moved to its base model or to"
                        + " another custom model of that base model, and to no other: " + model.arn());
            }
            throughput.answer().put("desiredModelArn", model.arn());
            throughput.status("Updating");
            timeline.plan(throughput, IN_SERVICE, timeline.now().plus(UPDATING));
        }
        name.ifPresent(given -> throughput.answer().put(NAME, given));
        throughput.answer().put("lastModifiedTime", timeline.now().toString());
        registry.save(throughput);
        return JsonNodeFactory.instance.objectNode();
    }

    ObjectNode delete(Request request) throws ServiceError {
        Resource throughput = find(request);
        if (throughput.answer().has(EXPIRATION)
                && timeline.now().isBefore(Instant.parse(throughput.text(EXPIRATION)))) {
            throw Refusal.conflict("The provisioned model cannot be deleted before its commitment ends at "
                    + throughput.text(EXPIRATION) + ".");
        }
        timeline.cancel(throughput);
        registry.delete(throughput);
        return JsonNodeFactory.instance.objectNode();
    }

    private static Instant expiration(Instant from, String term) {
        return from.atOffset(ZoneOffset.UTC)
                .plusMonths(term.equals("OneMonth") ? 1 : 6)
                .toInstant();
    }

    private Resource find(Request request) throws ServiceError {
        return registry.get(Kind.THROUGHPUT, request, "provisionedModelId");
    }

    private void checkName(Request request, String name) throws ServiceError {
        admission.nameIsFree(
                Kind.THROUGHPUT,
                request.region(),
                name,
                Refusal.invalid("The provided provisioned model name is currently in use."));
    }

    private int inUse(String region) {
        return registry.living(Kind.THROUGHPUT, region)
                .mapToInt(throughput -> throughput.answer().path("modelUnits").asInt())
                .sum();
    }

    private Model model(Request request, String identifier) throws ServiceError {
        Optional<Resource> tuned = registry.find(Kind.CUSTOM_MODEL, request.region(), identifier);
        if (tuned.isPresent()) {
            String tuningId = tuned.get().local().path("tuningId").asText();
            return new Model(tuned.get().arn(), foundations.ofTuningId(tuningId));
        }
        if (identifier.contains(":custom-model/") || !identifier.contains(".")) {
            throw Refusal.notFound("The provided custom model is not found: " + identifier);
        }
        BaseModel base = foundations.forSomethingNew(identifier, request.region(), "provisioned throughput");
        return new Model(Arns.foundationModel(request.region(), base.tuningId()), base);
    }
}

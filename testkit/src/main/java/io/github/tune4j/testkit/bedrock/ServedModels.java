package io.github.tune4j.testkit.bedrock;

import io.github.tune4j.model.BaseModel;
import io.github.tune4j.testkit.runtime.Models;
import io.github.tune4j.testkit.standin.LocalModel;
import io.github.tune4j.testkit.wire.ServiceError;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What can be called: base models, throughput in service and active deployments; custom models themselves never. */
final class ServedModels implements Models {
    private static final int USUAL_CONTEXT = 8192;
    private static final int USUAL_OUTPUT = 4096;

    private final Registry registry;
    private final Foundations foundations;
    private final TunedModels tuned;
    private final Usage usage;
    private final CallLimits limits;

    ServedModels(Registry registry, Foundations foundations, TunedModels tuned, Usage usage, CallLimits limits) {
        this.registry = registry;
        this.foundations = foundations;
        this.tuned = tuned;
        this.usage = usage;
        this.limits = limits;
    }

    @Override
    public Served find(String modelId, String region) throws ServiceError {
        if (modelId.contains(":" + Kind.THROUGHPUT.arnType() + "/")) {
            return served(modelId, region, Kind.THROUGHPUT, "InService");
        }
        if (modelId.contains(":" + Kind.DEPLOYMENT.arnType() + "/")) {
            return served(modelId, region, Kind.DEPLOYMENT, "Active");
        }
        BaseModel base = base(modelId, region);
        return served(base, LocalModel.untuned(), region + " " + base.id(), modelId, modelId);
    }

    /** Refuses models that batch jobs cannot be made with. */
    void checkBatch(String modelId, String region) throws ServiceError {
        if (modelId.contains(":custom-model/")) {
            throw Refusal.invalid("Batch inference is not supported for the custom model " + modelId + ".");
        }
        BaseModel base = base(modelId, region);
        if (!base.servedBy(BaseModel.ServingKind.BATCH)) {
            throw Refusal.invalid("Batch inference is not supported for the model " + modelId + ".");
        }
    }

    private Served served(String arn, String region, Kind kind, String status) throws ServiceError {
        String modelArn;
        synchronized (registry) {
            Resource serving = registry.find(kind, region, arn)
                    .orElseThrow(() -> Refusal.notFound("The provided model identifier is not found: " + arn));
            if (!serving.is(status, "Updating")) {
                throw new ServiceError(
                        429,
                        "ModelNotReadyException",
                        "The model is not ready to serve inference requests: its status is " + serving.status() + ".");
            }
            modelArn = serving.text("modelArn");
        }
        BaseModel base = foundations.ofModelArn(modelArn);
        if (foundations.ended(base)) {
            throw invalid();
        }
        LocalModel model = modelArn.contains(":custom-model/") ? tuned.of(modelArn) : LocalModel.untuned();
        return served(base, model, arn, arn, kind == Kind.DEPLOYMENT ? base.id() : null);
    }

    /**
     * A model that answers.
     *
     * @param limited what shares the limits of calls: a base model by whichever of its names, or one throughput
     * @param called what stands on the bill
     * @param priced whose tokens are paid; null where calls cost nothing more
     */
    private Served served(BaseModel base, LocalModel model, String limited, String called, @Nullable String priced) {
        return new Served(
                base.id(),
                (int) Math.min(base.contextTokens().orElse(USUAL_CONTEXT), Integer.MAX_VALUE),
                (int) base.maxOutputTokens().orElse(USUAL_OUTPUT),
                model,
                (inputTokens, maxTokens) -> {
                    limits.enter(limited, (long) inputTokens + maxTokens);
                    limits.answering();
                    return new InFlight(limited, called, priced);
                });
    }

    private final class InFlight implements CallInFlight {
        private final String limited;
        private final String called;
        private final @Nullable String priced;

        InFlight(String limited, String called, @Nullable String priced) {
            this.limited = limited;
            this.called = called;
            this.priced = priced;
        }

        @Override
        public void answered(int inputTokens, int outputTokens) {
            if (priced != null) {
                usage.add(called, priced, inputTokens, outputTokens);
            }
        }

        @Override
        public void close() {
            limits.leave(limited);
        }
    }

    /** The base model that an id, an inference profile or the ARN of either names. */
    private BaseModel base(String modelId, String region) throws ServiceError {
        Optional<BaseModel> plain = foundations.find(modelId, region);
        Optional<BaseModel> model = plain.isPresent() ? plain : profile(modelId, region);
        BaseModel found = model.filter(base -> !foundations.ended(base)).orElseThrow(ServedModels::invalid);
        String id = Arns.modelId(region, modelId).orElse("");
        if (plain.isPresent() && !(id.equals(found.id()) && found.callingId().equals(found.id()))) {
            throw Refusal.invalid(
                    "Invocation of model ID " + id + " with on-demand throughput isn\u2019t supported. Retry"
                            + " your request with the ID or ARN of an inference profile that contains this model.");
        }
        return found;
    }

    private Optional<BaseModel> profile(String modelId, String region) {
        String own = "arn:aws:bedrock:" + region + ":" + registry.account() + ":inference-profile/";
        String id = modelId.startsWith(own) ? modelId.substring(own.length()) : modelId;
        int dot = id.indexOf('.');
        return dot < 0 || id.startsWith("arn:")
                ? Optional.empty()
                : foundations.find(id.substring(dot + 1), region).filter(base -> id.endsWith("." + base.id()));
    }

    private static ServiceError invalid() {
        return Refusal.invalid("The provided model identifier is invalid.");
    }
}

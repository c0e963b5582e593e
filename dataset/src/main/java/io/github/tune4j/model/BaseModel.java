package io.github.tune4j.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tune4j.InvalidInputException;
import io.github.tune4j.dataset.validation.DatasetLimits;
import io.github.tune4j.json.Json;
import io.github.tune4j.json.JsonFields;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A foundation model on Amazon Bedrock, as the catalogue describes it. Some can be fine-tuned; the others are there to
 * be called, as judge or to generate data. Immutable.
 */
public final class BaseModel {
    /** Holds the bundled catalogue: the constants below need it, and it makes instances of this class. */
    static final ModelCatalog BUNDLED = ModelCatalog.load();

    /** Claude 3 Haiku by Anthropic. */
    public static final BaseModel CLAUDE_3_HAIKU = BUNDLED.get("claude-3-haiku");
    /** Nova Micro by Amazon. */
    public static final BaseModel NOVA_MICRO = BUNDLED.get("nova-micro");
    /** Nova Lite by Amazon. */
    public static final BaseModel NOVA_LITE = BUNDLED.get("nova-lite");
    /** Nova Pro by Amazon. */
    public static final BaseModel NOVA_PRO = BUNDLED.get("nova-pro");
    /** Llama 3.3 70B Instruct by Meta. */
    public static final BaseModel LLAMA_3_3_70B = BUNDLED.get("llama-3-3-70b");

    private final String name;
    private final String title;
    private final String provider;
    private final String callingId;
    private final @Nullable String tuningId;
    private final @Nullable JsonFields limitsAsRead;
    private volatile @Nullable DatasetLimits limits;
    private final List<String> regions;
    private final List<ServingKind> servedBy;
    private final List<HyperParameters.Spec> hyperParameters;
    private final List<String> successors;
    private final Lifecycle lifecycle;
    private final OptionalLong contextTokens;
    private final OptionalLong maxOutputTokens;
    private final String source;
    private final LocalDate asOf;

    BaseModel(JsonFields fields) {
        this.name = fields.text("name");
        this.title = fields.text("title");
        this.provider = fields.text("provider");
        this.callingId = fields.text("callingId");
        this.source = fields.text("source");
        this.asOf = fields.date("asOf");
        this.contextTokens = fields.wholeNumber("contextTokens");
        this.maxOutputTokens = fields.wholeNumber("maxOutputTokens");
        this.lifecycle = lifecycle(fields);
        List<ServingKind> kinds = new ArrayList<>();
        for (String kind : fields.texts("servedBy")) {
            kinds.add(kind(kind));
        }
        this.servedBy = List.copyOf(kinds);
        JsonFields tuning = fields.object("tuning").orElse(null);
        List<HyperParameters.Spec> specs = new ArrayList<>();
        if (tuning != null) {
            for (JsonFields spec : tuning.objects("hyperParameters")) {
                specs.add(HyperParameters.Spec.of(spec));
            }
        }
        this.hyperParameters = List.copyOf(specs);
        this.tuningId = tuning == null ? null : tuning.text("id");
        this.regions = tuning == null ? List.of() : List.copyOf(tuning.texts("regions"));
        this.limitsAsRead = tuning == null ? null : tuning.object("limits").orElse(null);
        this.successors = List.copyOf(fields.texts("successors"));
        if (tuning != null && limitsAsRead == null) {
            throw InvalidInputException.of(tuning.place() + " has no \"limits\".", "add the field \"limits\".");
        }
    }

    private Lifecycle lifecycle(JsonFields fields) {
        JsonFields given = fields.object("lifecycle").orElse(null);
        if (given == null) {
            return new Lifecycle(Lifecycle.Status.UNKNOWN, null, null, null, asOf);
        }
        return new Lifecycle(
                given.oneOf(Lifecycle.Status.class, "status"),
                given.dateOrNull("legacy"),
                given.dateOrNull("extendedAccess"),
                given.dateOrNull("endOfLife"),
                asOf);
    }

    private ServingKind kind(String text) {
        for (ServingKind kind : ServingKind.values()) {
            if (kind.name().equals(text)) {
                return kind;
            }
        }
        throw InvalidInputException.of(
                name + ": \"servedBy\" holds \"" + text + "\".", "use one of " + List.of(ServingKind.values()) + ".");
    }

    private DatasetLimits limits(JsonFields fields) {
        ObjectNode dated = fields.node().deepCopy();
        return DatasetLimits.of(Json.line(dated.put("asOf", asOf.toString())));
    }

    /**
     * The catalogue's name, by which an override is found too.
     *
     * @return for example {@code nova-lite}
     */
    public String name() {
        return name;
    }

    /**
     * The name for people.
     *
     * @return for example {@code Nova Lite}
     */
    public String title() {
        return title;
    }

    /**
     * Who made it.
     *
     * @return for example {@code Amazon}
     */
    public String provider() {
        return provider;
    }

    /**
     * Whether Bedrock can fine-tune it.
     *
     * @return false for a model that is only there to be called
     */
    public boolean tunable() {
        return tuningId != null;
    }

    /**
     * The identifier for tuning jobs and throughput: with the context length.
     *
     * @return for example {@code amazon.nova-lite-v1:0:300k}
     * @throws InvalidInputException if the model cannot be fine-tuned
     */
    public String tuningId() {
        return forTuning(tuningId);
    }

    /**
     * The identifier for calls: without the context length, by inference profile where the model demands one.
     *
     * @return for example {@code amazon.nova-lite-v1:0}
     */
    public String callingId() {
        return callingId;
    }

    /**
     * The identifier without context length and without inference profile, as it stands in ARNs of foundation models.
     *
     * @return for example {@code amazon.nova-lite-v1:0}
     */
    public String id() {
        return ModelId.plain(callingId);
    }

    /**
     * What training data it takes, in which format.
     *
     * @return the limits
     * @throws InvalidInputException if the model cannot be fine-tuned
     */
    public DatasetLimits limits() {
        DatasetLimits known = limits;
        if (known == null) {
            known = limits(forTuning(limitsAsRead));
            limits = known;
        }
        return known;
    }

    /**
     * The AWS regions in which it can be fine-tuned and its tuned models are served.
     *
     * @return for example {@code [us-east-1]}; empty when it cannot be fine-tuned
     */
    public List<String> regions() {
        return regions;
    }

    /**
     * The hyperparameters that its tuning jobs take.
     *
     * @return in AWS's order; empty when it cannot be fine-tuned
     */
    public List<HyperParameters.Spec> hyperParameters() {
        return hyperParameters;
    }

    /**
     * Until when it lives.
     *
     * @return dates and status
     */
    public Lifecycle lifecycle() {
        return lifecycle;
    }

    /**
     * The models that come nearest to it, in our judgement: what to tune once it has ended.
     *
     * @return names in the catalogue, the nearest first; empty when the catalogue says nothing
     */
    public List<String> successors() {
        return successors;
    }

    /**
     * Whether a kind of serving is offered for it.
     *
     * @param kind the kind
     * @return true when it is
     */
    public boolean servedBy(ServingKind kind) {
        return servedBy.contains(kind);
    }

    /**
     * The most tokens of prompt and answer together.
     *
     * @return empty when not known
     */
    public OptionalLong contextTokens() {
        return contextTokens;
    }

    /**
     * The most tokens that an answer may have.
     *
     * @return empty when not known
     */
    public OptionalLong maxOutputTokens() {
        return maxOutputTokens;
    }

    /**
     * Where these facts come from.
     *
     * @return documents by name
     */
    public String source() {
        return source;
    }

    /**
     * When these facts were looked up.
     *
     * @return a date
     */
    public LocalDate asOf() {
        return asOf;
    }

    /**
     * The catalogue's name.
     *
     * @return {@link #name()}
     */
    @Override
    public String toString() {
        return name;
    }

    private <T> T forTuning(@Nullable T fact) {
        if (fact == null) {
            throw InvalidInputException.of(
                    title + " cannot be fine-tuned on Bedrock.",
                    "choose a model that can; ModelCatalog.all() lists them.");
        }
        return fact;
    }

    /** How a model is served. */
    public enum ServingKind {
        /** A tuned model on provisioned throughput, paid by the hour. */
        PROVISIONED,
        /** A tuned model as an on-demand deployment, paid by the token. */
        ON_DEMAND,
        /** The base model by batch inference; tuned text models never. */
        BATCH
    }
}

package io.github.tune4j.aws;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.model.BaseModel;
import io.github.tune4j.model.ModelCatalog;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a model is called by.
 *
 * @param id the identifier or ARN that the runtime takes
 * @param model what the catalogue knows of it
 */
record CallingId(String id, Optional<BaseModel> model) {
    private static final Logger log = LoggerFactory.getLogger(BedrockChatModel.class);
    private static final Pattern CONTEXT = Pattern.compile(":(?:\\d+k|mm)$");
    private static final long ANTHROPIC_MAX_TOKENS = 4096;

    /** Corrects a tuning identifier to the calling one and refuses what cannot be called. */
    static CallingId of(String modelIdOrArn, ModelCatalog models) {
        if (modelIdOrArn.isBlank() || modelIdOrArn.contains(":custom-model/")) {
            throw InvalidInputException.of(
                    "'" + modelIdOrArn + "' cannot be called.",
                    "call a model id, an inference profile, or the ARN of a throughput or a deployment of the custom"
                            + " model.");
        }
        Optional<BaseModel> known = modelIdOrArn.startsWith("arn:") ? Optional.empty() : find(modelIdOrArn, models);
        if (!CONTEXT.matcher(modelIdOrArn).find()) {
            return new CallingId(modelIdOrArn, known);
        }
        String calling = known.map(BaseModel::callingId)
                .orElseGet(() -> CONTEXT.matcher(modelIdOrArn).replaceFirst(""));
        log.warn("{} is an identifier for tuning; {} is called instead", modelIdOrArn, calling);
        return new CallingId(calling, known);
    }

    private static Optional<BaseModel> find(String id, ModelCatalog models) {
        String plain = CONTEXT.matcher(id).replaceFirst("");
        return models.all().stream()
                .filter(m -> m.callingId().equals(plain) || m.id().equals(plain))
                .findFirst();
    }

    /** The most tokens that an answer can have, where the catalogue knows it. */
    OptionalLong mostOutput() {
        return model.map(BaseModel::maxOutputTokens).orElse(OptionalLong.empty());
    }

    /** The most tokens to ask for where nothing is said: Anthropic's body must say something. */
    long maxTokensForAnthropic() {
        if (!id.startsWith("arn:") && !id.contains("anthropic.")) {
            throw InvalidInputException.of(
                    id + " is no model by Anthropic, and InvokeModel is spoken with Anthropic's body only.",
                    "use Api.CONVERSE.");
        }
        return model.map(BaseModel::maxOutputTokens)
                .map(most -> most.orElse(ANTHROPIC_MAX_TOKENS))
                .orElse(ANTHROPIC_MAX_TOKENS);
    }
}

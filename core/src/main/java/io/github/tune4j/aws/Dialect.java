package io.github.tune4j.aws;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.tune4j.InvalidInputException;
import io.github.tune4j.chat.ChatRequest;
import io.github.tune4j.chat.ModelCallException;
import io.github.tune4j.chat.StopReason;
import io.github.tune4j.chat.TokenUsage;
import io.github.tune4j.json.Json;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.bedrockruntime.model.CountTokensInput;

/** One way of putting a request to Bedrock's runtime. Throws the SDK's exceptions. */
interface Dialect {
    /** Asks, and after a wrong answer says what was wrong with it. */
    Said ask(ChatRequest request, @Nullable Correction correction);

    /** Asks and hands over the text as it comes. */
    Said stream(ChatRequest request, Consumer<? super String> onText);

    CountTokensInput countable(ChatRequest request);

    /**
     * What came back.
     *
     * @param form how the model filled in the form that the answer was to have; null when it did not
     * @param model what the endpoint calls the model; null when it does not say
     */
    record Said(
            String text,
            @Nullable Form form,
            StopReason stopReason,
            TokenUsage usage,
            @Nullable String model) {}

    /** Reads what a model said, which may be anything. */
    static JsonNode readable(String json) {
        try {
            return Json.parse(json, "The model's answer");
        } catch (InvalidInputException e) {
            throw ModelCallException.of(ModelCallException.Kind.UNREADABLE, e.problem(), e);
        }
    }

    /** A stream whose last event never came. The SDK takes a lost connection for the end of a stream, and says nothing. */
    static ModelCallException brokenOff(String modelId) {
        return ModelCallException.of(
                ModelCallException.Kind.UNAVAILABLE, modelId + " broke off before its answer was whole.", null);
    }

    /** A filled-in form, with the id that a correction refers to. */
    record Form(String id, JsonNode content) {}

    /** A form that was filled in wrongly, and how. */
    record Correction(Form wrong, List<String> problems) {
        String text() {
            return "The input does not fit the schema. Call the tool again with a corrected input. Problems: "
                    + String.join("; ", problems);
        }
    }
}

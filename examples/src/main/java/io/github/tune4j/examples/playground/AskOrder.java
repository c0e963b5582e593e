package io.github.tune4j.examples.playground;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.tune4j.InvalidInputException;
import io.github.tune4j.chat.ChatOptions;
import io.github.tune4j.chat.ChatRequest;
import io.github.tune4j.chat.Message;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** What the page asks for, as it came over the wire. */
final class AskOrder {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST_ANSWER = 4096;
    private static final int USUAL_ANSWER = 1024;

    private AskOrder() {}

    /** The request that both models get. What is left empty is left to the model. */
    static ChatRequest read(byte[] body) {
        JsonNode order;
        try {
            order = JSON.readTree(new String(body, StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw InvalidInputException.of("The question is not JSON.", "ask from the page.", e);
        }
        List<String> problems = new ArrayList<>();
        String question = order.path("question").asText("");
        if (question.isBlank()) {
            problems.add("The question is empty.");
        }
        ChatOptions.Builder options = ChatOptions.builder().maxTokens(USUAL_ANSWER);
        number(order, "temperature", problems).ifPresent(options::temperature);
        number(order, "topP", problems).ifPresent(options::topP);
        number(order, "maxTokens", problems).ifPresent(n -> {
            if (n != Math.rint(n) || n > LONGEST_ANSWER) {
                problems.add("The longest answer must be a whole number of tokens from 1 to " + LONGEST_ANSWER + ".");
            } else {
                options.maxTokens((int) n);
            }
        });
        if (!problems.isEmpty()) {
            throw InvalidInputException.of(problems, "correct the fields and ask again.");
        }
        ChatRequest.Builder request =
                ChatRequest.builder(Message.user(question)).options(options.build());
        String system = order.path("systemPrompt").asText("");
        if (!system.isBlank()) {
            request.system(system);
        }
        return request.build();
    }

    private static OptionalDouble number(JsonNode order, String name, List<String> problems) {
        JsonNode value = order.path(name);
        if (value.isMissingNode() || value.isNull() || value.asText().isBlank()) {
            return OptionalDouble.empty();
        }
        if (!value.isNumber()) {
            problems.add(name + " must be a number.");
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(value.doubleValue());
    }
}

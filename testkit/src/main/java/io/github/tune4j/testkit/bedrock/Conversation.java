package io.github.tune4j.testkit.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.tune4j.dataset.DatasetFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One record of training data, whatever its format.
 *
 * @param system the system prompt; empty when there is none
 * @param turns what is said in turn, the user first and the assistant last
 */
record Conversation(String system, List<String> turns) {

    /** The last of the user's turns. */
    String prompt() {
        return turns.get(turns.size() - 2);
    }

    /** The answer to it. */
    String completion() {
        return turns.get(turns.size() - 1);
    }

    /** All that comes before the answer. */
    Stream<String> input() {
        return Stream.concat(Stream.of(system), turns.subList(0, turns.size() - 1).stream());
    }

    /** A record of a format; empty when it is not of that format. */
    static Optional<Conversation> read(DatasetFormat format, JsonNode json) {
        if (!json.isObject()) {
            return Optional.empty();
        }
        return switch (format) {
            case CLAUDE_MESSAGES -> claude(json);
            case CONVERSE_2024 -> converse(json);
            case PROMPT_COMPLETION -> promptCompletion(json);
            default -> throw new IllegalArgumentException("no model is tuned with data of the format " + format);
        };
    }

    private static Optional<Conversation> claude(JsonNode json) {
        JsonNode system = json.path("system");
        if (!hasOnly(json, Set.of("system", "messages")) || !(system.isMissingNode() || isSaid(system))) {
            return Optional.empty();
        }
        List<String> turns = new ArrayList<>();
        for (JsonNode message : json.path("messages")) {
            if (!hasOnly(message, Set.of("role", "content")) || !isSaid(message.path("content"))) {
                return Optional.empty();
            }
            turns.add(message.path("content").textValue());
        }
        return of(json, system.asText(""), turns);
    }

    private static Optional<Conversation> converse(JsonNode json) {
        if (!json.path("schemaVersion").isMissingNode()
                && !json.path("schemaVersion").isTextual()) {
            return Optional.empty();
        }
        Optional<String> system = json.has("system") ? blocks(json.path("system")) : Optional.of("");
        List<String> turns = new ArrayList<>();
        for (JsonNode message : json.path("messages")) {
            Optional<String> text = blocks(message.path("content"));
            if (text.isEmpty()) {
                return Optional.empty();
            }
            turns.add(text.get());
        }
        return system.flatMap(said -> of(json, said, turns));
    }

    /** The text of content blocks; images and videos have none. */
    private static Optional<String> blocks(JsonNode content) {
        List<String> texts = new ArrayList<>();
        for (JsonNode block : content) {
            if (isSaid(block.path("text"))) {
                texts.add(block.path("text").textValue());
            } else if (!block.path("image").isObject() && !block.path("video").isObject()) {
                return Optional.empty();
            }
        }
        return texts.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", texts));
    }

    private static Optional<Conversation> promptCompletion(JsonNode json) {
        JsonNode prompt = json.path("prompt");
        JsonNode completion = json.path("completion");
        return isSaid(prompt) && isSaid(completion)
                ? Optional.of(new Conversation("", List.of(prompt.textValue(), completion.textValue())))
                : Optional.empty();
    }

    private static Optional<Conversation> of(JsonNode json, String system, List<String> turns) {
        for (int i = 0; i < turns.size(); i++) {
            String role = json.path("messages").path(i).path("role").asText();
            if (!role.equals(i % 2 == 0 ? "user" : "assistant")) {
                return Optional.empty();
            }
        }
        boolean answered = !turns.isEmpty() && turns.size() % 2 == 0;
        return answered ? Optional.of(new Conversation(system, List.copyOf(turns))) : Optional.empty();
    }

    /** Blank text too: AWS's own validators take it. */
    private static boolean isSaid(JsonNode text) {
        return text.isTextual();
    }

    private static boolean hasOnly(JsonNode json, Set<String> names) {
        return json.properties().stream().allMatch(member -> names.contains(member.getKey()));
    }
}

package io.github.tune4j.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.tune4j.InvalidInputException;
import io.github.tune4j.json.JsonFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which shape belongs to which format, and which format a record has. */
final class RecordShapes {
    private static final int MOST_NAMES = 20;
    private static final int LONGEST_NAME = 60;

    private RecordShapes() {}

    /** The shape of a format; the rows of comma-separated values are questions and answers. */
    static RecordShape of(DatasetFormat format, PairKeys keys, boolean systemInsidePrompt) {
        return switch (format) {
            case CLAUDE_MESSAGES -> new ClaudeMessages();
            case CONVERSE_2024 -> new Converse2024();
            case PROMPT_COMPLETION -> new PromptCompletion(systemInsidePrompt);
            case OPENAI_CHAT -> new OpenAiChat();
            case SHARE_GPT -> new ShareGpt();
            case ALPACA -> new Alpaca();
            case QUESTION_ANSWER, CSV -> new QuestionAnswer(keys);
        };
    }

    /**
     * Tells the format from a record.
     *
     * @throws InvalidInputException if it looks like none
     */
    static DatasetFormat told(JsonFields record, PairKeys keys) {
        return recognised(record.node(), keys).orElseThrow(() -> unknown(record, keys));
    }

    private static Optional<DatasetFormat> recognised(JsonNode record, PairKeys keys) {
        if (!keys.prompt().find(record).isMissingNode()
                || !keys.completion().find(record).isMissingNode()) {
            return Optional.of(DatasetFormat.QUESTION_ANSWER);
        }
        if (record.has("messages")) {
            return Optional.of(ofMessages(record));
        }
        if (record.has("conversations")) {
            return Optional.of(DatasetFormat.SHARE_GPT);
        }
        if (record.has("instruction")) {
            return Optional.of(DatasetFormat.ALPACA);
        }
        return record.has("prompt") || record.has("completion")
                ? Optional.of(DatasetFormat.PROMPT_COMPLETION)
                : Optional.empty();
    }

    private static DatasetFormat ofMessages(JsonNode record) {
        JsonNode turn = record.get("messages").path(0);
        JsonNode block = turn.path("content").path(0);
        if (record.has("schemaVersion") || block.isObject() && !block.has("type")) {
            return DatasetFormat.CONVERSE_2024;
        }
        boolean systemTurn =
                List.of("system", "developer").contains(turn.path("role").asText());
        return systemTurn || record.has("tools") || record.has("functions")
                ? DatasetFormat.OPENAI_CHAT
                : DatasetFormat.CLAUDE_MESSAGES;
    }

    private static InvalidInputException unknown(JsonFields record, PairKeys keys) {
        List<String> names = new ArrayList<>();
        record.node().fieldNames().forEachRemaining(name -> {
            if (names.size() < MOST_NAMES) {
                names.add(name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) + "…" : name);
            }
        });
        return InvalidInputException.of(
                record.place() + " is of no known format: it has neither \""
                        + keys.prompt().path() + "\" nor \"" + keys.completion().path() + "\", only " + names + ".",
                "name the keys of question and answer (promptKey, completionKey), or the format.");
    }
}

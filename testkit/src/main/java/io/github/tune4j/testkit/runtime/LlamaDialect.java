package io.github.tune4j.testkit.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tune4j.testkit.standin.Completion;
import io.github.tune4j.testkit.standin.Prompt;
import io.github.tune4j.testkit.standin.Turn;
import io.github.tune4j.testkit.wire.ServiceError;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Llama's body: one prompt, which may hold a conversation between special tokens. */
final class LlamaDialect implements Dialect {
    private static final int DEFAULT_LENGTH = 512;
    private static final int LONGEST = 8192;
    private static final Pattern TURN = Pattern.compile(
            "<\\|start_header_id\\|>\\s*(system|user|assistant)\\s*<\\|end_header_id\\|>(.*?)(?=<\\|eot_id\\|>|<\\|start_header_id\\|>|$)",
            Pattern.DOTALL);

    @Override
    public Prompt read(ObjectNode body, Models.Served served) throws ServiceError {
        Problem.Malformed malformed = new Problem.Malformed();
        if (!body.path("prompt").isTextual()) {
            malformed.missing("#", "prompt");
        }
        int length = (int) number(body, "max_gen_len", 1, LONGEST, DEFAULT_LENGTH, malformed);
        double temperature = number(body, "temperature", 0, 1, 0.5, malformed);
        double topP = number(body, "top_p", 0, 1, 0.9, malformed);
        malformed.orThrow();
        String prompt = body.path("prompt").asText();
        Prompt.Sampling sampling = new Prompt.Sampling(length, temperature, topP, List.of());
        String system = "";
        List<Turn> turns = new ArrayList<>();
        Matcher matcher = TURN.matcher(prompt);
        while (matcher.find()) {
            String text = matcher.group(2).strip();
            switch (matcher.group(1)) {
                case "system" -> system = text;
                case "user" -> turns.add(Turn.user(text));
                default -> turns.add(Turn.assistant(text));
            }
        }
        return new Prompt(system, turns.isEmpty() ? List.of(Turn.user(prompt)) : turns, null, sampling);
    }

    private static double number(
            JsonNode body, String name, double least, double most, double otherwise, Problem.Malformed malformed) {
        JsonNode value = body.path(name);
        if (value.isMissingNode()) {
            return otherwise;
        }
        if (!value.isNumber()) {
            malformed.wrongType("#/" + name, "Number", Problem.kind(value));
        } else if (value.doubleValue() < least || value.doubleValue() > most) {
            malformed.add("#/" + name + ": " + value + " is not between " + least + " and " + most);
        }
        return value.doubleValue();
    }

    @Override
    public ObjectNode reply(Answer answer) {
        Completion completion = answer.completion();
        return Json.object()
                .put("generation", completion.text())
                .put("prompt_token_count", completion.inputTokens())
                .put("generation_token_count", completion.outputTokens())
                .put("stop_reason", completion.stop() == Completion.Stop.MAX_TOKENS ? "length" : "stop");
    }

    @Override
    public List<ObjectNode> chunks(Answer answer) {
        List<ObjectNode> chunks = new ArrayList<>();
        for (String piece : answer.pieces()) {
            ObjectNode chunk = Json.object().put("generation", piece).putNull("prompt_token_count");
            chunks.add(chunk.put("generation_token_count", chunks.size() + 1).putNull("stop_reason"));
        }
        chunks.add(reply(answer).put("generation", ""));
        return chunks;
    }
}

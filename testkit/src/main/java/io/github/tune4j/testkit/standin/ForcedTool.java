package io.github.tune4j.testkit.standin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Calls the tool that a prompt forces, with an input that fits the tool's schema. */
final class ForcedTool {
    private ForcedTool() {}

    /**
     * The call.
     *
     * @param inWords what the model would answer without the tool: text where nothing better is known
     */
    static Completion call(Prompt prompt, Prompt.Tool tool, Supplier<String> inWords) {
        Optional<Judging> judging = Judging.of(prompt);
        if (judging.isPresent() && !judging.get().able()) {
            return Ending.of(judging.get().words(), prompt);
        }
        JsonNode input = input(prompt, tool.schema(), judging, inWords);
        int tokens = TokenCount.of(input.toString());
        boolean whole = tokens <= prompt.sampling().maxTokens();
        return whole
                ? new Completion("", input, Completion.Stop.TOOL_USE, null, TokenCount.of(prompt), tokens)
                : Ending.of(input.toString(), prompt);
    }

    private static JsonNode input(Prompt prompt, JsonNode schema, Optional<Judging> judging, Supplier<String> inWords) {
        if (judging.isPresent()) {
            Judging judge = judging.get();
            return new SchemaFill(schema, judge::value, judge::reason).fill(schema);
        }
        Material material = Material.of(prompt);
        List<String> sentences = Sentences.of(material.document());
        Iterator<String> next = sentences.iterator();
        Supplier<String> words = sentences.isEmpty() ? inWords : () -> next.hasNext() ? next.next() : sentences.get(0);
        SchemaFill fill = new SchemaFill(schema, none -> Optional.empty(), words);
        return QaPairs.of(schema, material, fill).orElseGet(() -> fill.fill(schema));
    }
}

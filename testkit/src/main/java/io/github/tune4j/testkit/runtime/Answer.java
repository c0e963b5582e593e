package io.github.tune4j.testkit.runtime;

import io.github.tune4j.testkit.standin.Completion;
import io.github.tune4j.testkit.standin.Prompt;
import io.github.tune4j.testkit.standin.TokenCount;
import java.util.ArrayList;
import java.util.List;

/**
 * What goes back to a caller, before it has a form.
 *
 * @param prompt what was asked
 * @param completion what was answered
 * @param model the name in the answer's {@code model} field, which says that this is a stand-in
 * @param id differs for different prompts; the same prompt has the same
 * @param latencyMillis how long the answering took, from 1
 */
record Answer(Prompt prompt, Completion completion, String model, String id, long latencyMillis) {
    private static final int TOKENS_A_PIECE = 4;

    /** The words, or the tool's input as text, in the pieces in which a stream brings them. */
    List<String> pieces() {
        String text = completion.toolInput() == null
                ? completion.text()
                : completion.toolInput().toString();
        List<String> pieces = new ArrayList<>();
        for (int from = 0; from < text.length(); ) {
            int to = TokenCount.skip(text, from, TOKENS_A_PIECE);
            pieces.add(text.substring(from, to));
            from = to;
        }
        return pieces;
    }

    /** The name of the tool that is called. Only for an answer that calls one. */
    String tool() {
        return prompt.tool() == null ? "" : prompt.tool().name();
    }
}

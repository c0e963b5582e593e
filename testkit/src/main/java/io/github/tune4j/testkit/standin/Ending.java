package io.github.tune4j.testkit.standin;

import org.jspecify.annotations.Nullable;

/** Ends an answer in words where its prompt wants it ended: before a stop sequence, or after so many tokens, whichever comes first. */
final class Ending {
    private Ending() {}

    static Completion of(String text, Prompt prompt) {
        String until = text;
        String stop = null;
        for (String sequence : prompt.sampling().stopSequences()) {
            int at = until.indexOf(sequence);
            if (at >= 0) {
                until = until.substring(0, at);
                stop = sequence;
            }
        }
        String within = TokenCount.first(until, prompt.sampling().maxTokens());
        return within.length() < until.length()
                ? completion(within, Completion.Stop.MAX_TOKENS, null, prompt)
                : completion(
                        until, stop == null ? Completion.Stop.END_TURN : Completion.Stop.STOP_SEQUENCE, stop, prompt);
    }

    private static Completion completion(String text, Completion.Stop stop, @Nullable String sequence, Prompt prompt) {
        return new Completion(text, null, stop, sequence, TokenCount.of(prompt), TokenCount.of(text));
    }
}

package io.github.tune4j.testkit.standin;

import java.util.Optional;
import java.util.function.Supplier;

/** What every stand-in does with a prompt: calls the tool that is forced, judges what is to be judged, else answers in its own words. */
final class Answering {
    private Answering() {}

    static Completion of(Prompt prompt, Supplier<String> own) {
        Prompt.Tool tool = prompt.tool();
        if (tool != null) {
            return ForcedTool.call(prompt, tool, own);
        }
        Optional<Judging> judging = Judging.of(prompt);
        return Ending.of(judging.isPresent() ? judging.get().words() : own.get(), prompt);
    }
}

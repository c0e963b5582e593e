package io.github.tune4j.testkit.standin;

/** A small model that answers in the place of a real one. Immutable and thread-safe; the same prompt has the same answer. */
public sealed interface LocalModel permits UntunedModel, TunedModel {
    /** Answers a prompt. */
    Completion answer(Prompt prompt);

    /** The model that was not tuned, for every base model the same. */
    static LocalModel untuned() {
        return UntunedModel.INSTANCE;
    }
}

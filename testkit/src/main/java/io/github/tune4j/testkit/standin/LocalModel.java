package io.github.tune4j.testkit.standin;

/** A small model that answers in the place of a real one. Immutable and thread-safe; the same prompt has the same answer. */
public interface LocalModel {
    /** Answers a prompt. */
    Completion answer(Prompt prompt);

    /** Whether it was tuned; a model that was not may be replaced by a real one. */
    boolean tuned();
}

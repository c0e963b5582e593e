package io.github.tune4j.bertscore;

import java.util.List;

/** Turns texts into the ids that a model takes. Thread-safe, but for closing. */
interface TextTokenizer extends AutoCloseable {

    /** What signatures call it. */
    String kind();

    /** The ids of a text, at most so many. */
    Tokens encode(String text, int maxTokens);

    /** How the vocabulary spells ids. */
    List<String> spellings(int[] ids);

    @Override
    default void close() {}

    /**
     * A text as the model sees it.
     *
     * @param ids the special ones at both ends included
     * @param truncated whether there would have been more
     */
    record Tokens(int[] ids, boolean truncated) {}
}

package io.github.tune4j.dataset.quality;

/** What can be wrong with an answer by itself. */
enum AnswerFlag {
    /** White space at most. */
    EMPTY,
    /** A stand-in such as "TODO". */
    PLACEHOLDER,
    /** Says that it will not or cannot answer. */
    REFUSAL,
    /** Ends where no text ends. */
    TRUNCATED,
    /** Ends without a full stop although it is a sentence: truncated, unless all of the data is written like that. */
    UNFINISHED,
    /** A word or two. */
    SHORT
}

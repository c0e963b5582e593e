package io.github.tune4j.chat;

/** Why an answer ended. */
public enum StopReason {
    /** The model had said all. */
    END_OF_TURN,
    /** The most tokens allowed were used up: the answer is cut off. */
    MAX_TOKENS,
    /** A text at which the answer was to end. */
    STOP_SEQUENCE,
    /** The answer came in the shape that was asked for. */
    SCHEMA_ANSWER,
    /** The model or a filter declined. */
    REFUSED,
    /** Something else. */
    OTHER
}

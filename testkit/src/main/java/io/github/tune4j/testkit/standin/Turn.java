package io.github.tune4j.testkit.standin;

import java.util.List;

/**
 * One turn of a conversation.
 *
 * @param role who speaks
 * @param text what is said; several text blocks are joined by line feeds
 * @param documents what is attached
 */
public record Turn(Role role, String text, List<Document> documents) {
    /** Who speaks. */
    public enum Role {
        USER,
        ASSISTANT
    }

    /**
     * A document that is attached to a turn.
     *
     * @param name as the request names it
     * @param format its file extension, for example {@code pdf}
     * @param bytes its content
     */
    public record Document(String name, String format, byte[] bytes) {}

    /** Copies the list. */
    public Turn {
        documents = List.copyOf(documents);
    }

    /** What a user says, nothing attached. */
    public static Turn user(String text) {
        return new Turn(Role.USER, text, List.of());
    }

    /** What the model said. */
    public static Turn assistant(String text) {
        return new Turn(Role.ASSISTANT, text, List.of());
    }
}

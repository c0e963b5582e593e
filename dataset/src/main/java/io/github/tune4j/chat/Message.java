package io.github.tune4j.chat;

import java.util.List;

/**
 * One turn.
 *
 * @param role who speaks
 * @param text what is said
 * @param attachments documents that go with it; only the user's turns have any
 */
public record Message(Role role, String text, List<Attachment> attachments) {

    /**
     * Copies the list.
     *
     * @param role who speaks
     * @param text what is said
     * @param attachments documents that go with it
     */
    public Message {
        attachments = List.copyOf(attachments);
    }

    /** Who speaks. */
    public enum Role {
        /** The one who asks. */
        USER,
        /** The model. */
        ASSISTANT
    }

    /**
     * A turn of the user.
     *
     * @param text what is said
     * @param attachments documents that go with it
     * @return the turn
     */
    public static Message user(String text, Attachment... attachments) {
        return new Message(Role.USER, text, List.of(attachments));
    }

    /**
     * A turn of the model.
     *
     * @param text what is said
     * @return the turn
     */
    public static Message assistant(String text) {
        return new Message(Role.ASSISTANT, text, List.of());
    }
}

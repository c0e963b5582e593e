package io.github.tune4j.dataset;

import io.github.tune4j.chat.Message;
import io.github.tune4j.json.JsonFields;
import java.util.List;
import java.util.Set;

/** What one format's records look like: how to read one and how to write one. */
interface RecordShape {
    /** What no format has a place for, whatever a record's shape. */
    List<String> WITHOUT_PLACE = List.of("tools", "images", "image", "videos", "audios");

    /** The keys of a record that it reads or refuses; all others are left out. */
    Set<String> keys();

    /**
     * Reads a record.
     *
     * @throws NotCarriedOverException if it holds what an example cannot
     * @throws io.github.tune4j.InvalidInputException if it is not of this shape
     */
    Example read(JsonFields record) throws NotCarriedOverException;

    /**
     * Writes a record.
     *
     * @throws NotCarriedOverException if the example holds what this shape cannot
     */
    void write(Example example, JsonText json) throws NotCarriedOverException;

    /** The turns, which begin with the user's, alternate, and end with the model's. */
    static List<Message> alternating(Example example) throws NotCarriedOverException {
        List<Message> messages = plain(example);
        for (int i = 0; i < messages.size(); i++) {
            Message.Role expected = i % 2 == 0 ? Message.Role.USER : Message.Role.ASSISTANT;
            if (messages.get(i).role() != expected) {
                throw new NotCarriedOverException("turns that do not alternate, beginning with the user");
            }
        }
        if (messages.size() % 2 != 0) {
            throw new NotCarriedOverException("a last turn that is not the model's");
        }
        return messages;
    }

    /** The one question and the one answer. */
    static List<Message> pair(Example example) throws NotCarriedOverException {
        List<Message> messages = alternating(example);
        if (messages.size() != 2) {
            throw new NotCarriedOverException("several questions");
        }
        return messages;
    }

    /** The turns, all of them text. */
    static List<Message> plain(Example example) throws NotCarriedOverException {
        for (Message message : example.messages()) {
            if (!message.attachments().isEmpty()) {
                throw new NotCarriedOverException("attachments");
            }
        }
        return example.messages();
    }

    static String word(Message message) {
        return message.role() == Message.Role.USER ? "user" : "assistant";
    }
}

package io.github.tune4j.dataset;

import io.github.tune4j.chat.Message;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One record of training data, whatever its file looks like.
 *
 * @param system the system prompt; null when there is none
 * @param messages the turns in order
 */
public record Example(@Nullable String system, List<Message> messages) {

    /**
     * Copies the list.
     *
     * @param system the system prompt; null when there is none
     * @param messages the turns in order
     */
    public Example {
        messages = List.copyOf(messages);
    }
}

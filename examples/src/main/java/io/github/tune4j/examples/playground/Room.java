package io.github.tune4j.examples.playground;

import io.github.tune4j.chat.StreamingChatModel;
import io.github.tune4j.run.Budget;

/**
 * What the page shows.
 *
 * @param base the base model
 * @param title what the base model is called by people
 * @param tuned the place of the tuned model
 * @param price what the tuned model costs while it runs, in words
 * @param budget the most that the session may cost
 * @param systemPrompt what stands in the field for it at first
 * @param notice what must be said about these models before anything else; empty when nothing
 */
public record Room(
        StreamingChatModel base,
        String title,
        TunedSeat tuned,
        String price,
        Budget budget,
        String systemPrompt,
        String notice) {}

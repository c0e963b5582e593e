package io.github.tune4j.answer;

import org.jspecify.annotations.Nullable;

/**
 * What is asked, and what the right answer would be.
 *
 * @param id unique within its set
 * @param text the question
 * @param reference the expected answer; null when there is none
 */
public record Question(String id, String text, @Nullable String reference) {}

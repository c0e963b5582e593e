package io.github.tune4j.testkit.standin;

/**
 * What is learned from: a prompt and the completion that it is to have. Of a conversation these are the last user turn and the answer
 * to it; the system prompt and the turns before are not learned from.
 */
public record TrainingRecord(String prompt, String completion) {}

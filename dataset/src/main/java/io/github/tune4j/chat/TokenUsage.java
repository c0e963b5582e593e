package io.github.tune4j.chat;

/**
 * Tokens of one call, as the endpoint counted them.
 *
 * @param inputTokens tokens sent, from 0
 * @param outputTokens tokens received, from 0
 */
public record TokenUsage(long inputTokens, long outputTokens) {}

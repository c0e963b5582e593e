package io.github.tune4j.chat;

/**
 * The shape that an answer must have.
 *
 * @param name what the shape is called: 1 to 64 letters, digits, hyphens and underscores
 * @param jsonSchema a JSON schema, as text, whose top level is an object
 */
public record AnswerSchema(String name, String jsonSchema) {}

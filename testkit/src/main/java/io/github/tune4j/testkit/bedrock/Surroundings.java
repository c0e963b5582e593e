package io.github.tune4j.testkit.bedrock;

/** The other services, as Bedrock uses them. */
public record Surroundings(Storage storage, Roles roles, Keys keys) {}

package io.github.tune4j.testkit.bedrock;

import java.util.Optional;

/** The keys that models can be encrypted with. Thread-safe. */
@FunctionalInterface
public interface Keys {
    /** The ARN of a key that is named by ARN, id or alias; empty when there is none. */
    Optional<String> arn(String region, String identifier);
}

/** Bedrock Runtime: calling models, at once and in streams. */
package io.github.tune4j.testkit.runtime;

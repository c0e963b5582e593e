/**
 * A local AWS in JUnit tests.
 *
 * <ul>
 *   <li>{@link io.github.tune4j.testkit.junit.LocalAwsExtension} - start here: a fresh local AWS for each test
 *   <li>{@link io.github.tune4j.testkit.junit.ChatModelContract} - what every chat model must do
 * </ul>
 */
package io.github.tune4j.testkit.junit;

/**
 * A local AWS on loopback that runs a whole tuning life.
 *
 * <ul>
 *   <li>{@link io.github.tune4j.testkit.LocalAws} - start here: the local AWS, its clock, its bill
 *   <li>{@link io.github.tune4j.testkit.LocalAwsServer} - the same as a process of its own
 *   <li>{@link io.github.tune4j.testkit.Fault} - something that goes wrong on purpose
 *   <li>{@link io.github.tune4j.testkit.RecordedCall} - a call that it has answered
 *   <li>{@link io.github.tune4j.testkit.Bill} - what AWS would have billed
 *   <li>{@link io.github.tune4j.testkit.ScriptedChatModel} - a chat model that says what it was told to
 * </ul>
 */
package io.github.tune4j.testkit;

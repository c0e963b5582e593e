/**
 * A local AWS on loopback that runs a whole tuning life.
 *
 * <ul>
 *   <li>{@link io.github.tune4j.testkit.RecordedCall} - a call that it has answered
 * </ul>
 */
package io.github.tune4j.testkit;

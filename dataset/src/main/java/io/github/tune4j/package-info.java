/**
 * What every room shares: how things fail.
 *
 * <ul>
 *   <li>{@link io.github.tune4j.TuneException} - the one root: a problem and its remedy
 *   <li>{@link io.github.tune4j.InvalidInputException} - settings or a file that cannot be used, every problem at once
 *   <li>{@link io.github.tune4j.CancelledException} - an interrupted wait, with what to resume from
 * </ul>
 */
package io.github.tune4j;

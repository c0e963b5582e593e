/**
 * Questions and what models answered: the file that scoring starts from.
 *
 * <ul>
 *   <li>{@link io.github.tune4j.answer.Question} - what is asked
 *   <li>{@link io.github.tune4j.answer.Answer} - what a model answered
 * </ul>
 */
package io.github.tune4j.answer;

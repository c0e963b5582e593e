/**
 * Questions and what models answered: the file that scoring starts from.
 *
 * <ul>
 *   <li>{@link io.github.tune4j.answer.Question} - what is asked
 *   <li>{@link io.github.tune4j.answer.Answer} - what a model answered
 *   <li>{@link io.github.tune4j.answer.AnswerSheet} - all that one model answered, under which conditions
 *   <li>{@link io.github.tune4j.answer.AnswerCollector} - asks, and keeps the answers in a file
 * </ul>
 */
package io.github.tune4j.answer;

/**
 * From answers to a verdict. Start with a {@link io.github.tune4j.evaluation.Metric}.
 *
 * <ul>
 *   <li>{@link io.github.tune4j.evaluation.Metric} - something that scores an answer
 *   <li>{@link io.github.tune4j.evaluation.Verdict} - a score, or why there is none
 * </ul>
 */
package io.github.tune4j.evaluation;

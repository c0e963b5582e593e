/**
 * Small-sample statistics for scores of the same questions. Start with
 * {@link io.github.tune4j.evaluation.statistics.PairedTest}.
 *
 * <ul>
 *   <li>{@link io.github.tune4j.evaluation.statistics.Interval} - where a mean or a share probably lies
 *   <li>{@link io.github.tune4j.evaluation.statistics.PairedTest} - whether two series of scores differ
 *   <li>{@link io.github.tune4j.evaluation.statistics.SampleSizeAdvisor} - how many questions a difference needs
 *   <li>{@link io.github.tune4j.evaluation.statistics.Agreement} - whether two raters agree
 * </ul>
 */
package io.github.tune4j.evaluation.statistics;

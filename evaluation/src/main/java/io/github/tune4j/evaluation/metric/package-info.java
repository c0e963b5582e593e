/**
 * Metrics that equal their reference implementations.
 *
 * <ul>
 *   <li>{@link io.github.tune4j.evaluation.metric.TokenEncoder} - token vectors for BERTScore
 * </ul>
 */
package io.github.tune4j.evaluation.metric;

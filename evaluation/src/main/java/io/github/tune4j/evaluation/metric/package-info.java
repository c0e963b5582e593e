/**
 * Metrics that equal their reference implementations.
 *
 * <ul>
 *   <li>{@link io.github.tune4j.evaluation.metric.Rouge} - shared n-grams and common subsequences of words
 *   <li>{@link io.github.tune4j.evaluation.metric.Tokenizer} - what counts as a word
 *   <li>{@link io.github.tune4j.evaluation.metric.TokenEncoder} - token vectors for BERTScore
 * </ul>
 */
package io.github.tune4j.evaluation.metric;

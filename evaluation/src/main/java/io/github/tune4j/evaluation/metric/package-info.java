/**
 * Metrics that equal their reference implementations.
 *
 * <ul>
 *   <li>{@link io.github.tune4j.evaluation.metric.Rouge} - shared n-grams and common subsequences of words
 *   <li>{@link io.github.tune4j.evaluation.metric.Bleu} - shared n-grams with a penalty for brevity
 *   <li>{@link io.github.tune4j.evaluation.metric.ChrF} - shared n-grams of characters
 *   <li>{@link io.github.tune4j.evaluation.metric.Tokenizer} - what counts as a word
 *   <li>{@link io.github.tune4j.evaluation.metric.TokenEncoder} - token vectors for BERTScore
 * </ul>
 */
package io.github.tune4j.evaluation.metric;

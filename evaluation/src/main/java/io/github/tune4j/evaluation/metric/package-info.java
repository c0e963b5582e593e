/**
 * Metrics that equal their reference implementations.
 *
 * <p>Start with {@link io.github.tune4j.evaluation.metric.Rouge}; each metric is immutable, thread-safe, and tells by
 * its signature all that its numbers depend on. A score carries a warning as its reason when the metric does not fit the
 * text's language.
 *
 * <ul>
 *   <li>{@link io.github.tune4j.evaluation.metric.Rouge} - shared n-grams and common subsequences of words
 *   <li>{@link io.github.tune4j.evaluation.metric.Bleu} - shared n-grams with a penalty for brevity
 *   <li>{@link io.github.tune4j.evaluation.metric.ChrF} - shared n-grams of characters
 *   <li>{@link io.github.tune4j.evaluation.metric.BertScore} - similarity of token vectors
 *   <li>{@link io.github.tune4j.evaluation.metric.ExactMatch} - whether the answer is the reference
 *   <li>{@link io.github.tune4j.evaluation.metric.TokenF1} - shared tokens in any order
 *   <li>{@link io.github.tune4j.evaluation.metric.LengthRatio} - how long the answer is beside its reference
 *   <li>{@link io.github.tune4j.evaluation.metric.AnswerProfile} - lists, headings, code, refusals and length by model
 *   <li>{@link io.github.tune4j.evaluation.metric.Tokenizer} - what counts as a word
 *   <li>{@link io.github.tune4j.evaluation.metric.TokenEncoder} - token vectors for BERTScore
 * </ul>
 */
package io.github.tune4j.evaluation.metric;

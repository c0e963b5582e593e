/**
 * Models that judge answers. Start with {@link io.github.tune4j.evaluation.judge.Judge} and a
 * {@link io.github.tune4j.evaluation.judge.Rubric}.
 *
 * <ul>
 *   <li>{@link io.github.tune4j.evaluation.judge.Judge} - a model that scores answers
 *   <li>{@link io.github.tune4j.evaluation.judge.Rubric} - what it looks at, and on which scale
 *   <li>{@link io.github.tune4j.evaluation.judge.PairwiseJudge} - a model that says which of two answers is better
 *   <li>{@link io.github.tune4j.evaluation.judge.PairwiseResult} - how often it prefers which
 *   <li>{@link io.github.tune4j.evaluation.judge.Worksheet} - a table for people, and how far the judge agrees with them
 * </ul>
 */
package io.github.tune4j.evaluation.judge;

/**
 * Models that judge answers. Start with {@link io.github.tune4j.evaluation.judge.Judge} and a
 * {@link io.github.tune4j.evaluation.judge.Rubric}.
 *
 * <ul>
 *   <li>{@link io.github.tune4j.evaluation.judge.Judge} - a model that scores answers
 *   <li>{@link io.github.tune4j.evaluation.judge.Rubric} - what it looks at, and on which scale
 * </ul>
 */
package io.github.tune4j.evaluation.judge;

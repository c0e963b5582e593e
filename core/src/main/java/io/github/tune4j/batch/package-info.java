/**
 * Batch inference. Start with {@link io.github.tune4j.batch.BatchAnswers}.
 *
 * <ul>
 *   <li>{@link io.github.tune4j.batch.BatchAnswers} - answers to thousands of questions, from a job on AWS's own machines
 * </ul>
 */
package io.github.tune4j.batch;

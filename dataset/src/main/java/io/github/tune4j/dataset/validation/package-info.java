/**
 * Whether training data is what a base model takes. Start with
 * {@link io.github.tune4j.dataset.validation.DatasetValidator}.
 *
 * <ul>
 *   <li>{@link io.github.tune4j.dataset.validation.DatasetValidator} - checks one file or two
 *   <li>{@link io.github.tune4j.dataset.validation.DatasetLimits} - what a base model takes
 *   <li>{@link io.github.tune4j.dataset.validation.TokenEstimator} - how many tokens a text has
 *   <li>{@link io.github.tune4j.dataset.validation.ValidationReport} - what was found
 *   <li>{@link io.github.tune4j.dataset.validation.ValidationIssue} - one thing that is wrong
 *   <li>{@link io.github.tune4j.dataset.validation.InvalidDatasetException} - data that is not valid
 * </ul>
 */
package io.github.tune4j.dataset.validation;

/**
 * Whether training data is what a base model takes.
 *
 * <ul>
 *   <li>{@link io.github.tune4j.dataset.validation.DatasetLimits} - what a base model takes
 * </ul>
 */
package io.github.tune4j.dataset.validation;

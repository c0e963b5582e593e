/**
 * Training data: what it looks like, and how it is made.
 *
 * <ul>
 *   <li>{@link io.github.tune4j.dataset.DatasetFormat} - the shapes in which training data comes
 * </ul>
 */
package io.github.tune4j.dataset;

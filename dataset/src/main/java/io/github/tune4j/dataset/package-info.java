/**
 * Training data: what it looks like, and how it is made. Start with
 * {@link io.github.tune4j.dataset.DatasetConverter}.
 *
 * <ul>
 *   <li>{@link io.github.tune4j.dataset.Dataset} - a file of examples, with its digest
 *   <li>{@link io.github.tune4j.dataset.DatasetFormat} - the shapes in which training data comes
 *   <li>{@link io.github.tune4j.dataset.Example} - one record, whatever its file looks like
 *   <li>{@link io.github.tune4j.dataset.QaPair} - a question with its answer
 *   <li>{@link io.github.tune4j.dataset.DatasetGenerator} - questions and answers drawn from documents by a model
 *   <li>{@link io.github.tune4j.dataset.DatasetCurator} - pairs graded by a model, the poor ones set aside
 *   <li>{@link io.github.tune4j.dataset.DatasetConverter} - from any of the formats into another
 *   <li>{@link io.github.tune4j.dataset.DatasetSplitter} - into training, validation and test data
 * </ul>
 */
package io.github.tune4j.dataset;

/**
 * What is wrong with training data beyond its form. Start with
 * {@link io.github.tune4j.dataset.quality.DatasetDoctor}.
 *
 * <ul>
 *   <li>{@link io.github.tune4j.dataset.quality.DatasetDoctor} - examines training, validation and evaluation data
 *   <li>{@link io.github.tune4j.dataset.quality.QualityReport} - what was found
 *   <li>{@link io.github.tune4j.dataset.quality.Finding} - one thing to look at
 *   <li>{@link io.github.tune4j.dataset.quality.TopicCoverage} - how much the data says about a topic
 *   <li>{@link io.github.tune4j.dataset.quality.QualityPolicy} - how much of what a data set may have
 *   <li>{@link io.github.tune4j.dataset.quality.UnfitDatasetException} - data that does not satisfy a policy
 *   <li>{@link io.github.tune4j.dataset.quality.PersonalData} - personal data and secrets, found and redacted
 * </ul>
 */
package io.github.tune4j.dataset.quality;

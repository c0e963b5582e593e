/**
 * What is known of base models: identifiers, limits, hyperparameters, life cycle, prices. All of it ages, so all of it
 * is data with a date and can be overridden. Start with {@link io.github.tune4j.model.BaseModel}.
 *
 * <ul>
 *   <li>{@link io.github.tune4j.model.BaseModel} - one model
 *   <li>{@link io.github.tune4j.model.ModelCatalog} - all of them
 *   <li>{@link io.github.tune4j.model.Lifecycle} - until when a model lives
 *   <li>{@link io.github.tune4j.model.HyperParameters} - how to train it
 *   <li>{@link io.github.tune4j.model.HyperParameterAdvisor} - what AWS advises for so much data
 *   <li>{@link io.github.tune4j.model.PriceList} - what it costs
 * </ul>
 */
package io.github.tune4j.model;

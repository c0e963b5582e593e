/**
 * Models in service, and what that costs. Start with {@link io.github.tune4j.serving.ProvisionedModel} where capacity is
 * bought by the hour, and with {@link io.github.tune4j.serving.OnDemandModel} where tokens are.
 *
 * <ul>
 *   <li>{@link io.github.tune4j.serving.ProvisionedModel} - provisioned throughput that ends when it is closed
 *   <li>{@link io.github.tune4j.serving.Commitment} - a term that AWS does not end early
 *   <li>{@link io.github.tune4j.serving.OnDemandModel} - a deployment that is charged by the token
 *   <li>{@link io.github.tune4j.serving.ServingAdvisor} - by the hour, by the token or in batches, for a given load
 *   <li>{@link io.github.tune4j.serving.ServingSnapshot} - how either stands now
 *   <li>{@link io.github.tune4j.serving.NotInServiceException} - it took longer than the caller would wait
 *   <li>{@link io.github.tune4j.serving.ServingFailedException} - AWS could not bring it into service
 *   <li>{@link io.github.tune4j.serving.CapacitySweep} - finds what is running and ends what is overdue
 *   <li>{@link io.github.tune4j.serving.Capacity} - one thing that is running
 *   <li>{@link io.github.tune4j.serving.StillBillingException} - something could not be ended and goes on costing money
 * </ul>
 */
package io.github.tune4j.serving;

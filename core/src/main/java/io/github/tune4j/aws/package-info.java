/**
 * The way to AWS: one session a run, storage, roles, models.
 *
 * <ul>
 *   <li>{@link io.github.tune4j.aws.S3Location} - a place in S3
 * </ul>
 */
package io.github.tune4j.aws;

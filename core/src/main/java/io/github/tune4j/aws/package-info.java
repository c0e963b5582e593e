/**
 * The way to AWS. Start with {@link io.github.tune4j.aws.AwsSession}: one a run.
 *
 * <ul>
 *   <li>{@link io.github.tune4j.aws.AwsSession} - one account and region, for one run
 *   <li>{@link io.github.tune4j.aws.BedrockChatModel} - a model on Bedrock, called by its identifier
 *   <li>{@link io.github.tune4j.aws.Storage} - a bucket or prefix to put data into and fetch results from
 *   <li>{@link io.github.tune4j.aws.S3Location} - a place in S3
 *   <li>{@link io.github.tune4j.aws.ServiceRole} - the role in which Bedrock reads and writes
 *   <li>{@link io.github.tune4j.aws.AwsCallException} - AWS refused a call, or could not be reached
 * </ul>
 */
package io.github.tune4j.aws;

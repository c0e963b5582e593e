/** Bedrock's control plane: jobs, custom models, throughput, deployments, batch inference, foundation models, tags. */
package io.github.tune4j.testkit.bedrock;

/** Service Quotas, as far as Bedrock's rows can be looked up. */
package io.github.tune4j.testkit.quotas;

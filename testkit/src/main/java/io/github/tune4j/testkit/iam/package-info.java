/** IAM and STS: roles whose policies are read and used, over the wire and in the process. */
package io.github.tune4j.testkit.iam;

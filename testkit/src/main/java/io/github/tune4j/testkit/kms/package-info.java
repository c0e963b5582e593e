/** KMS, as far as keys can be looked up. */
package io.github.tune4j.testkit.kms;

/** What things would cost on AWS. */
package io.github.tune4j.testkit.money;

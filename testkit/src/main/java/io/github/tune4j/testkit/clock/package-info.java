/** The time that the local AWS lives in. */
package io.github.tune4j.testkit.clock;

/** The shape in which a request reaches a service and an answer leaves it. */
package io.github.tune4j.testkit.wire;

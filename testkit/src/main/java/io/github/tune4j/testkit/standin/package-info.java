/** The small models that answer in the place of the real ones, and how they learn. Text in, text out: no HTTP. */
package io.github.tune4j.testkit.standin;

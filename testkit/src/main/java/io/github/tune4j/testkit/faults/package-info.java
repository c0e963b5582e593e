/** What goes wrong on purpose. */
package io.github.tune4j.testkit.faults;

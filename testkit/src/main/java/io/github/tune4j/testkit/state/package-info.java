/** What a local AWS keeps in a folder, so that a killed process finds it again. */
package io.github.tune4j.testkit.state;

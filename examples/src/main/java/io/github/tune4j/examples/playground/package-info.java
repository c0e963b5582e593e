/** A local web page on which base and tuned model answer side by side. {@code PlaygroundServer} is the way in. */
@NullMarked
package io.github.tune4j.examples.playground;

import org.jspecify.annotations.NullMarked;

/** Two models to ask, base and tuned, and what serving the tuned one costs while it lasts. */
@NullMarked
package io.github.tune4j.examples.asking;

import org.jspecify.annotations.NullMarked;

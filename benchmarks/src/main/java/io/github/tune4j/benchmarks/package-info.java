/** How fast the parts are, measured with JMH; not published. */
@NullMarked
package io.github.tune4j.benchmarks;

import org.jspecify.annotations.NullMarked;

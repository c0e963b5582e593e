/** What every main has in common: its options, its help, its exit codes, and how it speaks. */
@NullMarked
package io.github.tune4j.examples.cli;

import org.jspecify.annotations.NullMarked;

/** What the mains for tuning jobs have in common: their options, the session, and how far a job has come. */
@NullMarked
package io.github.tune4j.examples.tuning;

import org.jspecify.annotations.NullMarked;

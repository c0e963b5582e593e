/** Many calls at a time, the same way for every tool of this module. For our own modules only. */
package io.github.tune4j.work;

/** Many calls at a time, the same way for every tool of this module. Not exported. */
package io.github.tune4j.work;

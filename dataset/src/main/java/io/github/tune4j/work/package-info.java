/** What long work of this module shares: telling how far it has come. Not exported. */
package io.github.tune4j.work;

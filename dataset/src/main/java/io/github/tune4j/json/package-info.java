/** How this module reads and writes JSON: limits, places in messages, and files of one record a line. Not exported. */
package io.github.tune4j.json;

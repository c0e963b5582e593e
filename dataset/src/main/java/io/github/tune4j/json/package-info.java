/** How this module reads and writes JSON: limits, places in messages, and files of one record a line. For our own modules only. */
package io.github.tune4j.json;

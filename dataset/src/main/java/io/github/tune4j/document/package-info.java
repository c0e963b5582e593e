/** The readable text of documents. For our own modules only. */
package io.github.tune4j.document;

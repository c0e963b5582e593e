/** How alike two texts are, in any language, and which of many are alike. For this module only. */
package io.github.tune4j.text;

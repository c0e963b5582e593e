/** Charts as pictures. Inside the module only. */
package io.github.tune4j.training.picture;

/** What the packages of this module share on the way to AWS: clients, one call, one wait. Not exported. */
package io.github.tune4j.aws.internal;

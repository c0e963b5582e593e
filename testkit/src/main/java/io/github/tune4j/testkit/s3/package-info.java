/** S3: buckets, objects and uploads, over the wire and in the process. */
package io.github.tune4j.testkit.s3;

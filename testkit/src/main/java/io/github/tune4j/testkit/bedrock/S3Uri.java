package io.github.tune4j.testkit.bedrock;

/**
 * A place in S3.
 *
 * @param bucket the bucket
 * @param key the key, or a folder without its last slash; empty for the bucket itself
 */
record S3Uri(String bucket, String key) {
    private static final String SCHEME = "s3://";

    /** A URI that satisfies AWS's pattern. */
    static S3Uri of(String uri) {
        String path = uri.substring(SCHEME.length());
        int slash = path.indexOf('/');
        return slash < 0
                ? new S3Uri(path, "")
                : new S3Uri(path.substring(0, slash), path.substring(slash + 1).replaceFirst("/$", ""));
    }

    /** A key below this folder. */
    String below(String name) {
        return key.isEmpty() ? name : key + "/" + name;
    }

    /** The ARN of an object of the bucket. */
    String arnOf(String name) {
        return "arn:aws:s3:::" + bucket + "/" + name;
    }

    /** The bucket's ARN. */
    String bucketArn() {
        return "arn:aws:s3:::" + bucket;
    }
}

package io.github.tune4j.testkit.s3;

import io.github.tune4j.testkit.wire.Call;
import io.github.tune4j.testkit.wire.Percent;
import io.github.tune4j.testkit.wire.ServiceError;

/** The object that a copy is made of. */
record CopySource(String bucket, String key) {
    private static final String HEADER = "x-amz-copy-source";

    static CopySource of(Call call) throws ServiceError {
        String header = call.header(HEADER).orElse("");
        String path;
        try {
            path = Percent.decode(header.replaceFirst("\\?versionId=null$", "").replaceFirst("^/", ""));
        } catch (IllegalArgumentException e) {
            throw wrong(header);
        }
        int slash = path.indexOf('/');
        if (slash < 1 || slash == path.length() - 1) {
            throw wrong(header);
        }
        return new CopySource(path.substring(0, slash), path.substring(slash + 1));
    }

    /** Finds it, whatever its region, if the call's conditions on it hold. */
    StoredObject find(Call call, Buckets buckets) throws ServiceError {
        StoredObject source = buckets.require(bucket, "").objects().get(key);
        if (source == null) {
            throw S3Errors.noSuchKey(key);
        }
        Conditions.checkRead(call, "x-amz-copy-source-", source);
        return source;
    }

    private static ServiceError wrong(String header) {
        return S3Errors.invalidArgument("Invalid copy source object key", HEADER, header);
    }
}

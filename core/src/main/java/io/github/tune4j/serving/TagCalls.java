package io.github.tune4j.serving;

import io.github.tune4j.aws.internal.Connection;
import java.util.List;
import software.amazon.awssdk.services.bedrock.model.Tag;

/** The calls about the tags of a throughput or a deployment. */
final class TagCalls {
    private final Connection connection;

    TagCalls(Connection connection) {
        this.connection = connection;
    }

    List<Tag> of(String arn) {
        return connection.call(
                "ListTagsForResource",
                () -> connection
                        .clients()
                        .bedrock()
                        .listTagsForResource(r -> r.resourceARN(arn))
                        .tags());
    }

    void set(String arn, List<Tag> tags) {
        connection.call(
                "TagResource",
                () -> connection
                        .clients()
                        .bedrock()
                        .tagResource(r -> r.resourceARN(arn).tags(tags)));
    }

    void remove(String arn, String key) {
        connection.call(
                "UntagResource",
                () -> connection
                        .clients()
                        .bedrock()
                        .untagResource(r -> r.resourceARN(arn).tagKeys(key)));
    }
}

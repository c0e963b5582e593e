import org.jspecify.annotations.NullMarked;

/** Everything that talks to AWS. */
@NullMarked
module io.github.tune4j.core {
    requires transitive io.github.tune4j.dataset;
    requires static transitive org.jspecify;
    requires transitive software.amazon.awssdk.awscore;
    requires transitive software.amazon.awssdk.core;
    requires transitive software.amazon.awssdk.regions;
    requires transitive software.amazon.awssdk.services.bedrock;
    requires transitive software.amazon.awssdk.services.bedrockruntime;
    requires transitive software.amazon.awssdk.services.iam;
    requires transitive software.amazon.awssdk.services.s3;
    requires transitive software.amazon.awssdk.services.sts;
    requires com.fasterxml.jackson.databind;
    requires io.netty.transport;
    requires jakarta.validation;
    requires java.desktop;
    requires jdk.net;
    requires jdk.unsupported; // netty looks for sun.misc.Unsafe
    requires org.hibernate.validator;
    requires org.jfree.jfreechart;
    requires org.slf4j;
    requires software.amazon.awssdk.auth;
    requires software.amazon.awssdk.http;
    requires software.amazon.awssdk.http.nio.netty;
    requires software.amazon.awssdk.http.urlconnection;
    requires software.amazon.awssdk.identity.spi;
    requires software.amazon.awssdk.retries;
    requires software.amazon.awssdk.retries.api;
    requires software.amazon.awssdk.services.kms;
    requires software.amazon.awssdk.services.servicequotas;
    requires software.amazon.awssdk.transfer.s3;
    requires software.amazon.awssdk.utils;

    exports io.github.tune4j.aws;
    exports io.github.tune4j.batch;
    exports io.github.tune4j.job;
    exports io.github.tune4j.serving;
    exports io.github.tune4j.training;

    opens io.github.tune4j.aws to
            org.hibernate.validator;
    opens io.github.tune4j.batch to
            io.github.tune4j.dataset, // reads batch-limits.json
            org.hibernate.validator;
    opens io.github.tune4j.job to
            org.hibernate.validator;
    opens io.github.tune4j.serving to
            org.hibernate.validator;
}

import org.jspecify.annotations.NullMarked;

/** A local AWS on loopback. */
@NullMarked
module io.github.tune4j.testkit {
    requires transitive io.github.tune4j.dataset;
    requires static transitive org.jspecify;
    requires static org.junit.jupiter.api;
    requires com.fasterxml.jackson.databind;
    requires java.net.http;
    requires java.xml;
    requires org.apache.pdfbox;
    requires org.eclipse.jetty.http2.server;
    requires org.eclipse.jetty.server;
    requires org.slf4j;
    requires software.amazon.awssdk.auth;
    requires transitive software.amazon.awssdk.awscore;
    requires transitive software.amazon.awssdk.core;
    requires transitive software.amazon.awssdk.regions;
    requires software.amazon.eventstream;

    exports io.github.tune4j.testkit;
    exports io.github.tune4j.testkit.junit;
}

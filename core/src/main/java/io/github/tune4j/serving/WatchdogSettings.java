package io.github.tune4j.serving;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tune4j.aws.internal.Connection;
import io.github.tune4j.json.Json;
import io.github.tune4j.run.TimeSource;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;

/** What a watchdog must know of the session that starts it: region, endpoint, credentials, proxies and clock. */
final class WatchdogSettings {
    private static final Logger log = LoggerFactory.getLogger(WatchdogLink.class);
    private static final List<String> PROPERTIES =
            List.of("aws.", "http.", "https.", "socksProxy", "javax.net.ssl.", "java.net.");

    private WatchdogSettings() {}

    static String json(Connection connection, String clock, Path logFile) {
        ObjectNode json = Json.object();
        json.put("region", connection.region().id()).put("log", logFile.toString());
        connection
                .clients()
                .bedrock()
                .serviceClientConfiguration()
                .endpointOverride()
                .ifPresent(endpoint -> json.put("endpoint", endpoint.toString()));
        if (!clock.isEmpty()) {
            json.put("clock", clock);
        }
        credentials(connection, json.putObject("credentials"));
        ObjectNode properties = json.putObject("properties");
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> PROPERTIES.stream().anyMatch(name::startsWith))
                .forEach(name -> properties.put(name, System.getProperty(name)));
        return Json.line(json);
    }

    /**
     * Fills in the credentials, unless the session finds them as the SDK always does: then the watchdog finds them too, and
     * finds fresh ones when they expire.
     */
    static void credentials(Connection connection, ObjectNode to) {
        IdentityProvider<? extends AwsCredentialsIdentity> provider =
                connection.clients().bedrock().serviceClientConfiguration().credentialsProvider();
        if (provider instanceof DefaultCredentialsProvider) {
            return;
        }
        AwsCredentialsIdentity found = connection.callAsync(
                "credentials", () -> provider.resolveIdentity().thenApply(AwsCredentialsIdentity.class::cast));
        to.put("accessKeyId", found.accessKeyId()).put("secretAccessKey", found.secretAccessKey());
        if (found instanceof AwsSessionCredentialsIdentity session) {
            to.put("sessionToken", session.sessionToken());
        }
        Instant end = found.expirationTime().orElse(null);
        if (end != null) {
            log.warn(
                    "The session's credentials expire at {}: a watchdog that outlives this JVM can do nothing after that."
                            + " Credentials from the SDK's default chain are renewed by the watchdog itself",
                    end);
        }
    }

    static AwsCredentials credentials(JsonNode from) {
        String key = from.path("accessKeyId").asText();
        String secret = from.path("secretAccessKey").asText();
        return from.has("sessionToken")
                ? AwsSessionCredentials.create(
                        key, secret, from.path("sessionToken").asText())
                : AwsBasicCredentials.create(key, secret);
    }

    /** A clock that another JVM can follow; empty for the system's. */
    static String clock(TimeSource time) throws IOException {
        if (time == TimeSource.system()) {
            return "";
        }
        if (!(time instanceof Serializable)) {
            throw WatchdogLink.clockStays(time);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(time);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    static TimeSource clock(String text) throws IOException, ClassNotFoundException {
        if (text.isEmpty()) {
            return TimeSource.system();
        }
        // It comes from the JVM that started this one, which could run any code here anyway.
        try (ObjectInputStream in = new ObjectInputStream(
                new ByteArrayInputStream(Base64.getDecoder().decode(text)))) {
            return (TimeSource) in.readObject();
        }
    }
}

package io.github.tune4j.aws.internal;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.services.s3.S3AsyncClientBuilder;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * A local AWS that the SDK's own endpoint setting names, {@code aws.endpointUrl} or {@code AWS_ENDPOINT_URL}. That setting
 * alone suffices for it: where there are no credentials, any do, and nothing is looked for on the network; buckets are
 * told apart by path, for no name server knows them. Of endpoints beyond this machine nothing of that is true.
 */
final class LoopbackEndpoint {
    private static final String PROPERTY = "aws.endpointUrl";
    private static final String VARIABLE = "AWS_ENDPOINT_URL";

    private LoopbackEndpoint() {}

    static Optional<LoopbackEndpoint> named() {
        String property = System.getProperty(PROPERTY);
        return isLoopback(property != null ? property : System.getenv(VARIABLE))
                ? Optional.of(new LoopbackEndpoint())
                : Optional.empty();
    }

    static boolean isLoopback(@Nullable String endpoint) {
        if (endpoint == null) {
            return false;
        }
        try {
            String host = String.valueOf(URI.create(endpoint).getHost()).toLowerCase(Locale.ROOT);
            return host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.\\d{1,3}){3}");
        } catch (IllegalArgumentException e) {
            return false; // the SDK says so itself, with its own words
        }
    }

    void prepare(AwsClientBuilder<?, ?> client) {
        client.credentialsProvider(credentials());
        if (client instanceof S3ClientBuilder s3) {
            s3.forcePathStyle(true);
        } else if (client instanceof S3AsyncClientBuilder s3) {
            s3.forcePathStyle(true);
        }
    }

    private static AwsCredentialsProvider credentials() {
        return AwsCredentialsProviderChain.of(
                SystemPropertyCredentialsProvider.create(),
                EnvironmentVariableCredentialsProvider.create(),
                ProfileCredentialsProvider.create(),
                StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")));
    }
}

package io.github.tune4j.testkit.s3;

import io.github.tune4j.testkit.wire.Interceptor;
import io.github.tune4j.testkit.wire.Signatures;
import io.github.tune4j.testkit.wire.WireServer;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** S3 on a port, with clients as anybody would build them. */
final class LocalS3 implements AutoCloseable {
    static final AwsCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDEXAMPLE", "secret"));

    final Buckets buckets;
    private final WireServer server;

    private LocalS3(Optional<Path> folder, Signatures signatures) {
        this.buckets = Buckets.open(folder);
        this.server =
                WireServer.start(0, List.of(new S3Service(buckets, "123456789012")), Interceptor.NONE, signatures);
    }

    static LocalS3 start() {
        return new LocalS3(Optional.empty(), Signatures.unchecked());
    }

    static LocalS3 start(Path folder) {
        return new LocalS3(Optional.of(folder), Signatures.unchecked());
    }

    static LocalS3 start(Signatures signatures) {
        return new LocalS3(Optional.empty(), signatures);
    }

    URI endpoint() {
        return server.endpoint();
    }

    S3Client client() {
        return client(Region.US_WEST_2);
    }

    S3Client client(Region region) {
        return S3Client.builder()
                .endpointOverride(endpoint())
                .region(region)
                .credentialsProvider(CREDENTIALS)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    S3AsyncClient asyncClient() {
        return S3AsyncClient.builder()
                .endpointOverride(endpoint())
                .region(Region.US_WEST_2)
                .credentialsProvider(CREDENTIALS)
                .multipartEnabled(true)
                .build();
    }

    S3Presigner presigner() {
        return S3Presigner.builder()
                .endpointOverride(endpoint())
                .region(Region.US_WEST_2)
                .credentialsProvider(CREDENTIALS)
                .build();
    }

    @Override
    public void close() {
        server.close();
        buckets.close();
    }
}

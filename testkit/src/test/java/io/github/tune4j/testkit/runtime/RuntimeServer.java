package io.github.tune4j.testkit.runtime;

import io.github.tune4j.testkit.standin.LocalModel;
import io.github.tune4j.testkit.wire.Interceptor;
import io.github.tune4j.testkit.wire.ServiceError;
import io.github.tune4j.testkit.wire.Signatures;
import io.github.tune4j.testkit.wire.WireServer;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;

/** The runtime service alone behind a port, with models of the test's choice. */
final class RuntimeServer implements AutoCloseable {
    static final String HAIKU = "anthropic.claude-3-haiku-20240307-v1:0";
    static final String NOVA = "amazon.nova-lite-v1:0";
    static final String LLAMA = "meta.llama3-1-8b-instruct-v1:0";

    final List<List<Integer>> metered = new CopyOnWriteArrayList<>();
    private final Map<String, Models.Served> models = new ConcurrentHashMap<>();
    private final WireServer wire;

    RuntimeServer(@Nullable Upstream upstream) {
        for (String id : List.of(HAIKU, NOVA, LLAMA)) {
            serve(id, id, LocalModel.untuned());
        }
        RuntimeService service = new RuntimeService(this::find, new ModelCalls(upstream));
        wire = WireServer.start(0, List.of(service), Interceptor.NONE, Signatures.unchecked());
    }

    void serve(String modelId, String baseModelId, LocalModel model) {
        serve(modelId, new Models.Served(baseModelId, 200_000, 4096, model, (in, most) -> new Metered()));
    }

    void serve(String modelId, Models.Served served) {
        models.put(modelId, served);
    }

    private final class Metered implements Models.CallInFlight {
        @Override
        public void answered(int inputTokens, int outputTokens) {
            metered.add(List.of(inputTokens, outputTokens));
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }

    private Models.Served find(String modelId, String region) throws ServiceError {
        Models.Served served = models.get(modelId);
        if (served == null) {
            throw new ServiceError(400, "ValidationException", "The provided model identifier is invalid.");
        }
        return served;
    }

    URI endpoint() {
        return wire.endpoint();
    }

    BedrockRuntimeClient client() {
        return configured(BedrockRuntimeClient.builder())
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }

    BedrockRuntimeAsyncClient asyncClient() {
        return configured(BedrockRuntimeAsyncClient.builder()).build();
    }

    private <B extends AwsClientBuilder<B, ?>> B configured(B builder) {
        return builder.endpointOverride(endpoint())
                .region(Region.US_WEST_2)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("AKID", "secret")))
                .overrideConfiguration(o -> o.retryStrategy(RetryMode.STANDARD).retryStrategy(r -> r.maxAttempts(1)));
    }

    @Override
    public void close() {
        wire.close();
    }
}

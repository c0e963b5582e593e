package io.github.tune4j.aws.internal;

import io.github.tune4j.TuneException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.client.builder.AwsAsyncClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.bedrock.BedrockAsyncClient;
import software.amazon.awssdk.services.bedrock.BedrockClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.servicequotas.ServiceQuotasClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** The SDK's clients of one account and region, each built at its first use. Given ones are used and never closed. */
public final class Clients implements AutoCloseable {
    /** An answer about a document takes minutes; the SDK's own 30 seconds end it too early. */
    private static final Duration MODEL_TIMEOUT = Duration.ofSeconds(300);

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(60);
    private static final int ATTEMPTS = 10;

    /** The parts of a large file wait for each other; after the SDK's own 10 seconds none of more than 5 GB would arrive. */
    private static final Duration FOR_A_TURN = Duration.ofHours(1);

    private final Regions regions;
    private final Consumer<? super AwsClientBuilder<?, ?>> configure;
    private final List<SdkAutoCloseable> made = new ArrayList<>();
    private boolean closed;

    private final Lazy<SdkHttpClient> http = new Lazy<>(null, () -> syncHttp(CONNECT_TIMEOUT, READ_TIMEOUT));
    private final Lazy<SdkHttpClient> modelHttp = new Lazy<>(null, () -> syncHttp(MODEL_TIMEOUT, MODEL_TIMEOUT));
    private final Lazy<EventLoop> eventLoop = new Lazy<>(null, EventLoop::new);
    private final Lazy<BedrockAsyncClient> bedrockAsync =
            new Lazy<>(null, () -> async(BedrockAsyncClient.builder(), Regions.BEDROCK));
    private final Lazy<KmsClient> kms = new Lazy<>(null, () -> sync(KmsClient.builder(), Regions.KMS));
    private final Lazy<ServiceQuotasClient> quotas =
            new Lazy<>(null, () -> sync(ServiceQuotasClient.builder(), Regions.SERVICE_QUOTAS));
    private final Lazy<BedrockClient> bedrock;
    private final @Nullable BedrockRuntimeClient givenRuntime;
    private final @Nullable BedrockRuntimeAsyncClient givenRuntimeAsync;
    private final Map<Region, Lazy<BedrockRuntimeClient>> runtimes = new ConcurrentHashMap<>();
    private final Map<Region, Lazy<BedrockRuntimeAsyncClient>> asyncRuntimes = new ConcurrentHashMap<>();
    private final Lazy<S3Client> s3;
    private final Lazy<S3AsyncClient> s3Async;
    private final Lazy<IamClient> iam;
    private final Lazy<StsClient> sts;

    /**
     * Clients that somebody else made and closes.
     *
     * @param bedrock null to make one
     * @param runtime null to make one
     * @param runtimeAsync null to make one
     * @param s3 null to make one
     * @param s3Async null to make one
     * @param iam null to make one
     * @param sts null to make one
     */
    public record Given(
            @Nullable BedrockClient bedrock,
            @Nullable BedrockRuntimeClient runtime,
            @Nullable BedrockRuntimeAsyncClient runtimeAsync,
            @Nullable S3Client s3,
            @Nullable S3AsyncClient s3Async,
            @Nullable IamClient iam,
            @Nullable StsClient sts) {}

    /**
     * Clients that are made when they are needed.
     *
     * @param regions where
     * @param configure has the last word on every client made here, retries apart, which it sets only if it says so
     * @param given clients to use instead
     */
    public Clients(Regions regions, Consumer<? super AwsClientBuilder<?, ?>> configure, Given given) {
        this.regions = regions;
        this.configure = configure;
        this.bedrock = new Lazy<>(given.bedrock(), () -> sync(BedrockClient.builder(), Regions.BEDROCK));
        this.givenRuntime = given.runtime();
        this.givenRuntimeAsync = given.runtimeAsync();
        this.s3 = new Lazy<>(given.s3(), () -> sync(S3Client.builder(), Regions.S3));
        this.s3Async =
                new Lazy<>(given.s3Async(), () -> async(S3AsyncClient.builder().multipartEnabled(true), Regions.S3));
        this.iam = new Lazy<>(
                given.iam(), () -> sync(IamClient.builder(), regions.ofGlobal(Regions.IAM), http.get(), retrying()));
        this.sts = new Lazy<>(given.sts(), () -> sync(StsClient.builder(), Regions.STS));
    }

    public Region region() {
        return regions.session();
    }

    public BedrockClient bedrock() {
        return bedrock.get();
    }

    /** For what the synchronous HTTP client cannot send: PATCH. */
    public BedrockAsyncClient bedrockAsync() {
        return bedrockAsync.get();
    }

    /**
     * For calls of a model, in the model's region. A given client serves its own region, which is taken to be the session's.
     *
     * @param modelId an identifier or ARN
     */
    public BedrockRuntimeClient runtime(String modelId) {
        Region where = regions.ofModel(modelId);
        return runtimes.computeIfAbsent(
                        where, r -> new Lazy<>(regions.isUsual(r) ? givenRuntime : null, () -> makeRuntime(r)))
                .get();
    }

    /**
     * The same for streamed answers.
     *
     * @param modelId an identifier or ARN
     */
    public BedrockRuntimeAsyncClient runtimeAsync(String modelId) {
        Region where = regions.ofModel(modelId);
        return asyncRuntimes
                .computeIfAbsent(
                        where,
                        r -> new Lazy<>(regions.isUsual(r) ? givenRuntimeAsync : null, () -> makeRuntimeAsync(r)))
                .get();
    }

    public S3Client s3() {
        return s3.get();
    }

    public S3AsyncClient s3Async() {
        return s3Async.get();
    }

    public IamClient iam() {
        return iam.get();
    }

    public StsClient sts() {
        return sts.get();
    }

    public KmsClient kms() {
        return kms.get();
    }

    public ServiceQuotasClient quotas() {
        return quotas.get();
    }

    /** Closes what was made here, the last first. */
    @Override
    public synchronized void close() {
        closed = true;
        for (int i = made.size() - 1; i >= 0; i--) {
            made.get(i).close();
        }
        made.clear();
    }

    private <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C sync(B builder, String service) {
        return sync(builder, regions.of(service), http.get(), retrying());
    }

    private <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C sync(
            B builder, Region where, SdkHttpClient client, RetryStrategy retries) {
        builder.httpClient(client);
        return finished(builder, where, retries);
    }

    private <B extends AwsAsyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C async(B builder, String service) {
        builder.httpClientBuilder(asyncHttp(eventLoop.get(), CONNECT_TIMEOUT, READ_TIMEOUT));
        return finished(builder, regions.of(service), retrying());
    }

    /** Retrying a model's call is the business of its pace, which would not see what the SDK repeats. */
    private BedrockRuntimeClient makeRuntime(Region where) {
        return sync(BedrockRuntimeClient.builder(), where, modelHttp.get(), AwsRetryStrategy.doNotRetry());
    }

    private BedrockRuntimeAsyncClient makeRuntimeAsync(Region where) {
        var builder = BedrockRuntimeAsyncClient.builder();
        builder.httpClientBuilder(asyncHttp(eventLoop.get(), MODEL_TIMEOUT, MODEL_TIMEOUT));
        return finished(builder, where, AwsRetryStrategy.doNotRetry());
    }

    /** The region is the session's, or ARNs and clients would speak of different ones. */
    private <B extends AwsClientBuilder<B, C>, C> C finished(B builder, Region where, RetryStrategy retries) {
        LoopbackEndpoint.named().ifPresent(local -> local.prepare(builder));
        configure.accept(builder);
        builder.region(where);
        ClientOverrideConfiguration chosen = builder.overrideConfiguration();
        if (chosen.retryStrategy().isEmpty() && chosen.retryMode().isEmpty()) {
            builder.overrideConfiguration(
                    chosen.toBuilder().retryStrategy(retries).build());
        }
        return builder.build();
    }

    private static RetryStrategy retrying() {
        return AwsRetryStrategy.standardRetryStrategy().toBuilder()
                .maxAttempts(ATTEMPTS)
                .build();
    }

    private static SdkHttpClient syncHttp(Duration connect, Duration read) {
        return KeepAlive.client(connect, read);
    }

    private static NettyNioAsyncHttpClient.Builder asyncHttp(EventLoop loop, Duration connect, Duration read) {
        return NettyNioAsyncHttpClient.builder()
                .eventLoopGroup(loop.group())
                .connectionTimeout(connect)
                .readTimeout(read)
                .writeTimeout(read)
                .connectionAcquisitionTimeout(FOR_A_TURN)
                .tcpKeepAlive(true)
                .putChannelOption(KeepAlive.IDLE, KeepAlive.IDLE_SECONDS);
    }

    /** The threads of all asynchronous clients. A client that had its own would take two seconds to close. */
    private record EventLoop(SdkEventLoopGroup group) implements SdkAutoCloseable {
        EventLoop() {
            this(SdkEventLoopGroup.builder().build());
        }

        @Override
        public void close() {
            group.eventLoopGroup().shutdownGracefully(0, 5, TimeUnit.SECONDS);
        }
    }

    private final class Lazy<C extends SdkAutoCloseable> {
        private final Supplier<C> maker;
        private @Nullable C client;

        Lazy(@Nullable C given, Supplier<C> maker) {
            this.client = given;
            this.maker = maker;
        }

        C get() {
            synchronized (Clients.this) {
                if (closed) {
                    throw new TuneException("The AWS session is closed.", "open a new one.", null);
                }
                if (client == null) {
                    client = maker.get();
                    made.add(client);
                }
                return client;
            }
        }
    }
}

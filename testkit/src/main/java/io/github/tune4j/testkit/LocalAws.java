package io.github.tune4j.testkit;

import io.github.tune4j.model.PriceList;
import io.github.tune4j.run.TimeSource;
import io.github.tune4j.testkit.control.Controls;
import io.github.tune4j.testkit.control.OwnTime;
import io.github.tune4j.testkit.control.Recording;
import io.github.tune4j.testkit.control.RemoteControls;
import io.github.tune4j.testkit.control.RemoteTime;
import io.github.tune4j.testkit.money.ChargedItem;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;

/**
 * A local AWS on loopback on which a whole tuning life runs: S3, IAM, STS, KMS, Service Quotas, Bedrock and its runtime, on
 * one port, for any client that speaks AWS's protocols. Nothing of it is real AWS, costs money or leaves this machine.
 *
 * <p>Bedrock lives by a clock of its own that begins at 2026-01-15T00:00Z, when Claude 3 Haiku can still be tuned. It runs
 * 1,800 times faster than real time while a job or throughput is on its way, so that a job of two hours takes four
 * seconds. What it would have cost is on {@link #bill()}.
 *
 * <p>Thread-safe. Closing ends the server and every thread of it.
 */
public final class LocalAws implements AutoCloseable {
    private final URI endpoint;
    private final Region region;
    private final AwsBasicCredentials credentials;
    private final Controls controls;
    private final TimeSource time;
    private final Runnable closing;

    private LocalAws(
            URI endpoint,
            Region region,
            AwsBasicCredentials credentials,
            Controls controls,
            TimeSource time,
            Runnable closing) {
        this.endpoint = endpoint;
        this.region = region;
        this.credentials = credentials;
        this.controls = controls;
        this.time = time;
        this.closing = closing;
    }

    /**
     * Starts one with the usual settings on a free port.
     *
     * @return the running local AWS
     */
    public static LocalAws start() {
        return builder().start();
    }

    /**
     * Drives a {@link LocalAwsServer} in another process.
     *
     * @param server where it listens, for example {@code http://127.0.0.1:4566}
     * @return a handle; closing it leaves the server running
     */
    public static LocalAws connect(URI server) {
        Controls controls = new RemoteControls(server);
        controls.now();
        return new LocalAws(
                server, Builder.USUAL_REGION, Builder.ANYONE, controls, new RemoteTime(controls, server), () -> {});
    }

    /**
     * Begins to set one up.
     *
     * @return a builder with the usual settings
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Where it listens.
     *
     * @return for example {@code http://127.0.0.1:4566}
     */
    public URI endpoint() {
        return endpoint;
    }

    /**
     * The region that {@link #configure} gives to clients. Every other region is there too.
     *
     * @return the region
     */
    public Region region() {
        return region;
    }

    /**
     * Points a client of the AWS SDK here: endpoint, region and credentials. Buckets need no path style to be set, since
     * the endpoint is an address and no name.
     *
     * @param client the client's builder
     */
    public void configure(AwsClientBuilder<?, ?> client) {
        client.endpointOverride(endpoint)
                .region(region)
                .credentialsProvider(StaticCredentialsProvider.create(credentials));
    }

    /**
     * Its clock. Sleeping on a clock that is stepped by hand moves it; scheduling never does.
     *
     * @return a time source that code under test should wait with
     */
    public TimeSource time() {
        return time;
    }

    /**
     * Moves the clock forward. All that happens until then has happened when this returns, tasks that were scheduled
     * included.
     *
     * @param duration how far
     */
    public void advance(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("duration is " + duration + ", but a clock cannot run backwards");
        }
        controls.advance(duration);
    }

    /**
     * Grants model units of throughput.
     *
     * @param units how many there may be at once in a region; 0 is what a new account has
     * @return this
     */
    public LocalAws quota(int units) {
        controls.grant(units);
        return this;
    }

    /**
     * Lets something go wrong from now on.
     *
     * @param fault what
     * @return this
     */
    public LocalAws inject(Fault fault) {
        controls.inject(fault.plan());
        return this;
    }

    /**
     * Declares a KMS key in {@link #region()}, which models and buckets can then be encrypted with. Nothing is encrypted
     * with it in truth.
     *
     * @param alias the key's alias, without {@code alias/}
     * @return the key's ARN
     */
    public String declareKey(String alias) {
        return controls.declareKey(region.id(), alias);
    }

    /**
     * Every call that was answered or dropped.
     *
     * @return in the order in which they ended
     */
    public List<RecordedCall> calls() {
        return controls.calls().stream().map(LocalAws::recorded).toList();
    }

    private static RecordedCall recorded(Recording call) {
        return new RecordedCall(call.operation(), call.at(), call.parameters(), call.status());
    }

    /**
     * The calls of one operation.
     *
     * @param operation as AWS spells it, for example {@code CreateModelCustomizationJob}
     * @return in the order in which they ended
     */
    public List<RecordedCall> calls(String operation) {
        return calls().stream()
                .filter(call -> call.operation().equals(operation))
                .toList();
    }

    /**
     * What AWS would have billed until now.
     *
     * @return the bill
     */
    public Bill bill() {
        return Bill.of(controls.bill());
    }

    /**
     * What costs money by the hour now: provisioned throughput, whether it is in service yet or not.
     *
     * @return ARNs; empty when the meter stands still
     */
    public List<String> running() {
        return controls.bill().stream()
                .filter(item -> item.to() == null)
                .map(ChargedItem::arn)
                .filter(arn -> arn.contains(":provisioned-model/"))
                .toList();
    }

    /**
     * Lets somebody hear of every call while it is carried out: to look, to make the caller wait, or to end the caller at an
     * exact moment. There is one listener; the last counts, and {@link #reset} ends it.
     *
     * @param listener who hears
     * @return this
     * @throws UnsupportedOperationException if this is a handle from {@link #connect}
     */
    public LocalAws listen(CallListener listener) {
        controls.listen(new Controls.Listener() {
            @Override
            public void before(Recording call) {
                listener.before(recorded(call));
            }

            @Override
            public void after(Recording call) {
                listener.after(recorded(call));
            }
        });
        return this;
    }

    /**
     * Hears of calls on the threads that answer them, several at a time. While it does not return, the caller waits; what it
     * throws drops the connection, and what has been done stays done.
     */
    public interface CallListener {
        /**
         * A call has come, and nothing is done yet.
         *
         * @param call with the parameters that are known before its body is read, and status 0
         */
        default void before(RecordedCall call) {}

        /**
         * Everything is done, and the answer has not left.
         *
         * @param call with the status of the answer; 0 when a fault drops the connection
         */
        default void after(RecordedCall call) {}
    }

    /** Makes everything as it was at the start: no resource, no object, no role, no fault, no call, the first date. */
    public void reset() {
        controls.reset();
    }

    /** Ends the server, its threads and its connections. A handle from {@link #connect} leaves the server running. */
    @Override
    public void close() {
        closing.run();
    }

    /** Sets up a local AWS. Not thread-safe. */
    public static final class Builder {
        static final Region USUAL_REGION = Region.US_WEST_2;
        static final AwsBasicCredentials ANYONE = AwsBasicCredentials.create("local", "local");

        private final LocalSettings settings = new LocalSettings();

        private Builder() {}

        /**
         * Chooses the region that clients get by default; the usual one is us-west-2.
         *
         * @param region the region
         * @return this builder
         */
        public Builder region(Region region) {
            settings.region = region;
            return this;
        }

        /**
         * Chooses the first day of the clock; the usual one is 2026-01-15. Models that are Legacy or have ended on that
         * day are treated so.
         *
         * @param date the day, which begins at midnight UTC
         * @return this builder
         */
        public Builder date(LocalDate date) {
            settings.date = date;
            return this;
        }

        /**
         * Chooses how fast the clock runs while something that takes time is on its way; usually 1,800 times. At other
         * times it runs at real pace.
         *
         * @param timesReal above 0
         * @return this builder
         */
        public Builder speed(double timesReal) {
            if (!(timesReal > 0)) {
                throw new IllegalArgumentException("timesReal is " + timesReal + ", which is not above 0");
            }
            settings.speed = timesReal;
            return this;
        }

        /**
         * Lets the clock stand still until {@link LocalAws#advance} or somebody's sleeping moves it.
         *
         * @return this builder
         */
        public Builder steppedByHand() {
            settings.speed = 0;
            return this;
        }

        /**
         * Grants model units of throughput, usually 2.
         *
         * @param units how many there may be at once in a region; 0 is what a new account has
         * @return this builder
         */
        public Builder quota(int units) {
            settings.units = units;
            return this;
        }

        /**
         * Chooses the prices; usually those of the library.
         *
         * @param prices the prices
         * @return this builder
         */
        public Builder prices(PriceList prices) {
            settings.prices = prices;
            return this;
        }

        /**
         * Keeps everything in a folder, so that a killed process finds it again when it is started with the same folder.
         * The clock then goes on where it was.
         *
         * @param folder created if it is not there
         * @return this builder
         */
        public Builder state(Path folder) {
            settings.state = folder;
            return this;
        }

        /**
         * Has base models answered by a real model; tuned ones stay local.
         *
         * @param openAiCompatible the base of a chat endpoint, for example {@code http://127.0.0.1:11434/v1}
         * @param model what the model is called there
         * @return this builder
         */
        public Builder upstream(URI openAiCompatible, String model) {
            settings.upstream = openAiCompatible;
            settings.upstreamModel = model;
            return this;
        }

        /**
         * Chooses the port; usually any free one.
         *
         * @param port 0 for any free one
         * @return this builder
         */
        public Builder port(int port) {
            settings.port = port;
            return this;
        }

        /**
         * Starts it.
         *
         * @return the running local AWS
         */
        public LocalAws start() {
            return LocalAws.start(settings);
        }
    }

    static LocalAws start(LocalSettings settings) {
        LocalServer server = LocalServer.start(settings);
        TimeSource time = new OwnTime(server.clock(), server, server.endpoint());
        return new LocalAws(server.endpoint(), settings.region, settings.credentials, server, time, server::close);
    }
}

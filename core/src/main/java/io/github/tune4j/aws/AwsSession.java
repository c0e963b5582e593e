package io.github.tune4j.aws;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.TuneException;
import io.github.tune4j.aws.internal.Clients;
import io.github.tune4j.aws.internal.Connection;
import io.github.tune4j.aws.internal.Door;
import io.github.tune4j.aws.internal.HardStop;
import io.github.tune4j.aws.internal.Regions;
import io.github.tune4j.model.BaseModel;
import io.github.tune4j.model.ModelCatalog;
import io.github.tune4j.model.PriceList;
import io.github.tune4j.run.Budget;
import io.github.tune4j.run.TimeSource;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrock.BedrockClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * One account and region of AWS, for one run: clients, time, catalogue, prices, budget. Opening it calls nothing; a client is
 * built when it is first needed. Thread-safe.
 *
 * <p>Closing ends first what was opened through the session and still costs money, then the clients that it made.
 * Clients that were given stay open.
 */
public final class AwsSession implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(AwsSession.class);

    static {
        Door.SESSION.hang(session -> ((AwsSession) session).connection);
    }

    private final Connection connection;
    private final boolean budgetStopsJobs;
    private final HardStop hardStop;
    private final Consumer<AwsSession> afterwards;

    private AwsSession(Connection connection, boolean budgetStopsJobs, Consumer<AwsSession> afterwards) {
        this.connection = connection;
        this.budgetStopsJobs = budgetStopsJobs;
        this.hardStop = new HardStop(connection, budgetStopsJobs);
        this.afterwards = afterwards;
        budget().ifPresent(purse -> purse.whenStopped(hardStop));
    }

    /**
     * A session with the SDK's default credentials and endpoint.
     *
     * @param region where jobs run and models are served
     * @return an open session
     */
    public static AwsSession create(Region region) {
        return builder().region(region).build();
    }

    /**
     * Begins a session; region us-west-2 unless set.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Where it works.
     *
     * @return the region
     */
    public Region region() {
        return connection.region();
    }

    /**
     * The catalogue of models.
     *
     * @return the bundled one unless another was given
     */
    public ModelCatalog models() {
        return connection.models();
    }

    /**
     * The price list.
     *
     * @return the bundled one unless another was given
     */
    public PriceList prices() {
        return connection.prices();
    }

    /**
     * The purse of the run.
     *
     * @return empty when there is none and spending is not limited
     */
    public Optional<Budget> budget() {
        return Optional.ofNullable(connection.budget());
    }

    /**
     * A view over the same clients with a purse of its own, for one run in a program of many. Closing the view ends what
     * was opened through it and leaves the clients; so the session it comes from must be closed by itself.
     *
     * @param budget the purse
     * @return a view, to be closed before this session; if it is not, this session closes it
     */
    public AwsSession withBudget(Budget budget) {
        AwsSession view = new AwsSession(
                connection.with(budget),
                budgetStopsJobs,
                self -> connection.belongings().remove(self));
        connection.belongings().addView(view);
        return view;
    }

    /**
     * Ends what still costs money, then the clients made here. Closing again does nothing.
     *
     * @throws TuneException if something could not be ended; it is logged as well, because a failure of closing hides
     *     behind one that came before
     */
    @Override
    public void close() {
        budget().ifPresent(purse -> purse.forget(hardStop));
        Exception failure = connection.belongings().closeAll();
        afterwards.accept(this);
        if (failure != null) {
            log.error("Closing the session failed", failure);
            if (failure instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            throw new TuneException("Closing the session failed: " + failure + ".", "see the cause.", failure);
        }
    }

    @Override
    public String toString() {
        return "AwsSession[" + region() + "]";
    }

    /** Collects the settings of a session. Not thread-safe. */
    public static final class Builder {
        @NotNull
        private Region region = Region.US_WEST_2;

        @DurationMin(millis = 1, message = "must be at least a millisecond")
        @NotNull
        private Duration pollInterval = Duration.ofSeconds(30);

        private final List<Consumer<? super AwsClientBuilder<?, ?>>> configure = new ArrayList<>();
        private final Map<String, Region> services = new LinkedHashMap<>();
        private final Map<String, Region> modelRegions = new LinkedHashMap<>();
        private TimeSource time = TimeSource.system();
        private ModelCatalog models = ModelCatalog.bundled();
        private PriceList prices = PriceList.bundled();
        private @Nullable Budget budget;
        private boolean budgetStopsJobs;
        private @Nullable BedrockClient bedrock;
        private @Nullable BedrockRuntimeClient bedrockRuntime;
        private @Nullable BedrockRuntimeAsyncClient bedrockRuntimeAsync;
        private @Nullable S3Client s3;
        private @Nullable S3AsyncClient s3Async;
        private @Nullable IamClient iam;
        private @Nullable StsClient sts;

        private Builder() {}

        /**
         * Sets where jobs run and models are served.
         *
         * @param region the region
         * @return this builder
         */
        public Builder region(Region region) {
            this.region = region;
            return this;
        }

        /**
         * Calls a service in another region than the session's. Jobs, buckets and tuned models have to be in one region, so
         * this is for what surrounds them.
         *
         * @param service {@code bedrock}, {@code bedrock-runtime}, {@code s3}, {@code iam}, {@code sts}, {@code kms} or
         *     {@code servicequotas}
         * @param region where
         * @return this builder
         */
        public Builder serviceRegion(String service, Region region) {
            services.put(service, region);
            return this;
        }

        /**
         * Calls a model in another region than the session's: a judge that is offered elsewhere, for example. An ARN is
         * called in the region that it names without this.
         *
         * @param modelIdOrName a name of the catalogue, or an identifier
         * @param region where
         * @return this builder
         */
        public Builder modelRegion(String modelIdOrName, Region region) {
            modelRegions.put(modelIdOrName, region);
            return this;
        }

        /**
         * Has the last word on every client that the session makes: endpoint, credentials, metrics, retries. The
         * region is the session's, whatever it says. May be called several times.
         *
         * @param each hears the builder of each client before it is built
         * @return this builder
         */
        public Builder configure(Consumer<? super AwsClientBuilder<?, ?>> each) {
            configure.add(each);
            return this;
        }

        /**
         * Uses a given client and leaves it open.
         *
         * @param client for jobs, models and capacity
         * @return this builder
         */
        public Builder bedrock(BedrockClient client) {
            this.bedrock = client;
            return this;
        }

        /**
         * Uses a given client and leaves it open. Its own retries stay on; a {@code Pace} does not see them.
         *
         * @param client for asking models
         * @return this builder
         */
        public Builder bedrockRuntime(BedrockRuntimeClient client) {
            this.bedrockRuntime = client;
            return this;
        }

        /**
         * Uses a given client and leaves it open.
         *
         * @param client for streamed answers
         * @return this builder
         */
        public Builder bedrockRuntimeAsync(BedrockRuntimeAsyncClient client) {
            this.bedrockRuntimeAsync = client;
            return this;
        }

        /**
         * Uses a given client and leaves it open.
         *
         * @param client for buckets and small objects
         * @return this builder
         */
        public Builder s3(S3Client client) {
            this.s3 = client;
            return this;
        }

        /**
         * Uses a given client and leaves it open.
         *
         * @param client for uploads; files over 5 GB need one with {@code multipartEnabled(true)}
         * @return this builder
         */
        public Builder s3Async(S3AsyncClient client) {
            this.s3Async = client;
            return this;
        }

        /**
         * Uses a given client and leaves it open.
         *
         * @param client for service roles
         * @return this builder
         */
        public Builder iam(IamClient client) {
            this.iam = client;
            return this;
        }

        /**
         * Uses a given client and leaves it open.
         *
         * @param client tells the account
         * @return this builder
         */
        public Builder sts(StsClient client) {
            this.sts = client;
            return this;
        }

        /**
         * Sets the clock that waits, leases and charges go by.
         *
         * @param time the clock; the system's unless set
         * @return this builder
         */
        public Builder time(TimeSource time) {
            this.time = time;
            return this;
        }

        /**
         * Sets the longest pause between two looks at something that takes long; the first looks come sooner.
         *
         * @param interval 30 seconds unless set
         * @return this builder
         */
        public Builder pollInterval(Duration interval) {
            this.pollInterval = interval;
            return this;
        }

        /**
         * Sets the catalogue of models.
         *
         * @param catalog the bundled one unless set
         * @return this builder
         */
        public Builder models(ModelCatalog catalog) {
            this.models = catalog;
            return this;
        }

        /**
         * Sets the price list.
         *
         * @param prices the bundled one unless set
         * @return this builder
         */
        public Builder prices(PriceList prices) {
            this.prices = prices;
            return this;
        }

        /**
         * Limits what may be spent through the session. When something is refused, nothing more is bought, throughput and
         * deployments of the session end, and jobs that it began and that still run are named in the exception.
         *
         * @param budget the purse; spending is not limited unless set
         * @return this builder
         */
        public Builder budget(Budget budget) {
            this.budget = budget;
            return this;
        }

        /**
         * Has running jobs of the session stopped, too, when its budget stops the run. A stopped job leaves no model, and
         * what was trained is billed.
         *
         * @return this builder
         */
        public Builder budgetStopsJobs() {
            this.budgetStopsJobs = true;
            return this;
        }

        /**
         * Opens the session. Nothing is called yet.
         *
         * @return the session, to be closed
         * @throws InvalidInputException if a setting is out of its range
         */
        public AwsSession build() {
            InvalidInputException.check(this);
            if (!Regions.SERVICES.containsAll(services.keySet())) {
                throw InvalidInputException.of(
                        "serviceRegion names " + services.keySet() + ", and this library calls "
                                + new TreeSet<>(Regions.SERVICES),
                        "use one of those names.");
            }
            Map<String, Region> byModel = new LinkedHashMap<>();
            modelRegions.forEach((model, where) -> byModel.put(plainName(model), where));
            List<Consumer<? super AwsClientBuilder<?, ?>>> hooks = List.copyOf(configure);
            Clients clients = new Clients(
                    new Regions(region, services, byModel, this::plainName),
                    builder -> hooks.forEach(hook -> hook.accept(builder)),
                    new Clients.Given(bedrock, bedrockRuntime, bedrockRuntimeAsync, s3, s3Async, iam, sts));
            Connection.Environment environment =
                    new Connection.Environment(time, pollInterval, models, prices, AwsCallException::of);
            return new AwsSession(
                    new Connection(clients, environment, budget), budgetStopsJobs, self -> clients.close());
        }

        /** The catalogue's name of a model that it knows; tuned ones and strangers as they are called. */
        private String plainName(String idOrName) {
            return idOrName.startsWith("arn:")
                    ? idOrName
                    : models.find(idOrName).map(BaseModel::name).orElse(idOrName);
        }
    }
}

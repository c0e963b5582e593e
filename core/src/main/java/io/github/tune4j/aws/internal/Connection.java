package io.github.tune4j.aws.internal;

import io.github.tune4j.CancelledException;
import io.github.tune4j.TuneException;
import io.github.tune4j.model.ModelCatalog;
import io.github.tune4j.model.PriceList;
import io.github.tune4j.run.Budget;
import io.github.tune4j.run.TimeSource;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/** What a session is inside: clients, time, and the one way in which a call to AWS is made. Thread-safe. */
public final class Connection {
    private final Clients clients;
    private final Environment environment;
    private final @Nullable Budget budget;
    private final Belongings belongings = new Belongings();
    private final BegunWork begunWork = new BegunWork();
    private final Map<Class<?>, Object> shared = new HashMap<>();
    private volatile @Nullable GetCallerIdentityResponse identity;

    /**
     * What all sessions over the same clients share.
     *
     * @param time the clock
     * @param pollInterval the longest pause between two looks at something that takes long
     * @param models the catalogue
     * @param prices the price list
     * @param failure turns the SDK's exception of an operation into ours
     */
    public record Environment(
            TimeSource time, Duration pollInterval, ModelCatalog models, PriceList prices, Failure failure) {}

    /** Turns the SDK's exception of an operation on something into ours. */
    @FunctionalInterface
    public interface Failure {
        /**
         * What a caller is told.
         *
         * @param operation AWS's name of the operation
         * @param subject what it was about, where the message does not say so by itself
         * @param e the SDK's exception
         * @return ours
         */
        TuneException of(String operation, @Nullable String subject, SdkException e);
    }

    public Connection(Clients clients, Environment environment, @Nullable Budget budget) {
        this.clients = clients;
        this.environment = environment;
        this.budget = budget;
    }

    /** The same clients with a purse of its own. */
    public Connection with(Budget purse) {
        Connection view = new Connection(clients, environment, purse);
        view.identity = identity;
        return view;
    }

    /**
     * The connection of a session.
     *
     * @param session an {@code AwsSession}
     * @return what it is inside
     */
    public static Connection of(AutoCloseable session) {
        return Door.SESSION.open(session);
    }

    public Clients clients() {
        return clients;
    }

    public Region region() {
        return clients.region();
    }

    public TimeSource time() {
        return environment.time();
    }

    public Duration pollInterval() {
        return environment.pollInterval();
    }

    public ModelCatalog models() {
        return environment.models();
    }

    public PriceList prices() {
        return environment.prices();
    }

    public @Nullable Budget budget() {
        return budget;
    }

    /** What must end before the clients are closed. */
    public Belongings belongings() {
        return belongings;
    }

    /**
     * What a package keeps once a session.
     *
     * @param type of which there is one
     * @param maker makes it at the first use
     */
    public <T> T shared(Class<T> type, Supplier<T> maker) {
        synchronized (shared) {
            Object known = shared.get(type);
            T one = known == null ? maker.get() : type.cast(known);
            shared.put(type, one);
            return one;
        }
    }

    /** What was begun and ends by itself. */
    public BegunWork begunWork() {
        return begunWork;
    }

    /** The account of the credentials, asked once. */
    public String account() {
        return caller().account();
    }

    /** The ARN of who calls, asked once. */
    public String identity() {
        return caller().arn();
    }

    private GetCallerIdentityResponse caller() {
        GetCallerIdentityResponse known = identity;
        if (known == null) {
            known = call("GetCallerIdentity", () -> clients.sts().getCallerIdentity());
            identity = known;
        }
        return known;
    }

    /** An ARN of a Bedrock resource of this account and region. */
    public String bedrockArn(String resource) {
        return "arn:" + Partition.of(region()).id() + ":bedrock:" + region().id() + ":" + account() + ":" + resource;
    }

    /**
     * Calls AWS and turns what goes wrong into an exception of this library.
     *
     * @param <T> what comes back
     * @param operation AWS's name of the operation
     * @param call the call
     * @return what came back
     */
    public <T> T call(String operation, Supplier<T> call) {
        try {
            return call.get();
        } catch (SdkException e) {
            throw failure(operation, e);
        }
    }

    /**
     * Waits for an asynchronous call.
     *
     * @param <T> what comes back
     * @param operation AWS's name of the operation
     * @param call starts the call
     * @return what came back
     */
    public <T> T callAsync(String operation, Supplier<CompletableFuture<T>> call) {
        return callAsync(operation, call, () -> {});
    }

    /**
     * Waits for an asynchronous call that leaves something behind when it is broken off.
     *
     * @param <T> what comes back
     * @param operation AWS's name of the operation
     * @param call starts the call
     * @param undo takes back what was done so far when the thread is interrupted
     * @return what came back
     */
    public <T> T callAsync(String operation, Supplier<CompletableFuture<T>> call, Runnable undo) {
        CompletableFuture<T> future = call.get();
        try {
            return future.get();
        } catch (InterruptedException e) {
            undo.run();
            future.cancel(true);
            throw CancelledException.interrupted("the call of " + operation, e);
        } catch (ExecutionException e) {
            Throwable cause = SdkFailure.unwrapped(e);
            if (cause instanceof SdkException sdk) {
                throw failure(operation, sdk);
            }
            throw new TuneException(operation + " failed: " + cause + ".", "see the cause.", cause);
        }
    }

    /** The exception of this library for a failed call, or for one during which the thread was interrupted. */
    public TuneException failure(String operation, SdkException e) {
        return failure(operation, null, e);
    }

    /** The same for a failure whose message does not name what it is about. */
    public TuneException failure(String operation, @Nullable String subject, SdkException e) {
        return e instanceof AbortedException aborted
                ? cancelled("the call of " + operation, aborted)
                : environment.failure().of(operation, subject, e);
    }

    /** What the SDK throws when the thread was interrupted during a call. */
    public static CancelledException cancelled(String resumeWith, AbortedException e) {
        InterruptedException interrupt = new InterruptedException(e.getMessage());
        interrupt.initCause(e);
        return CancelledException.interrupted(resumeWith, interrupt);
    }
}

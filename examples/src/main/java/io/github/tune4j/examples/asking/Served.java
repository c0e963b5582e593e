package io.github.tune4j.examples.asking;

import io.github.tune4j.chat.StreamingChatModel;
import io.github.tune4j.serving.OnDemandModel;
import io.github.tune4j.serving.ProvisionedModel;
import io.github.tune4j.serving.ServingSnapshot;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A tuned model that is being served.
 *
 * @param model answers once it is in service
 * @param since when it was bought
 * @param usdPerHour US dollars for each started hour; null when it is charged by the token, or its price is not publicly
 *     known
 * @param awaiting returns when it is in service
 * @param gone looks whether it is there no more
 * @param ending ends it; nothing for what somebody else bought
 */
public record Served(
        StreamingChatModel model,
        Instant since,
        @Nullable BigDecimal usdPerHour,
        Runnable awaiting,
        BooleanSupplier gone,
        Runnable ending)
        implements AutoCloseable {
    private static final Duration LONGEST_START = Duration.ofHours(1);

    static Served of(ProvisionedModel bought) {
        ServingSnapshot now = bought.snapshot();
        return new Served(
                bought,
                now.createdAt(),
                now.usdPerHour(),
                () -> bought.awaitInService(LONGEST_START),
                () -> bought.snapshot().state() == ServingSnapshot.State.GONE,
                bought::close);
    }

    static Served of(OnDemandModel deployed) {
        return new Served(
                deployed,
                deployed.snapshot().createdAt(),
                null,
                () -> deployed.awaitInService(LONGEST_START),
                () -> deployed.snapshot().state() == ServingSnapshot.State.GONE,
                deployed::close);
    }

    /** Something that runs already and goes on running. */
    public static Served existing(StreamingChatModel model) {
        return new Served(model, Instant.EPOCH, null, () -> {}, () -> false, () -> {});
    }

    /** Waits until it answers. */
    public void await() {
        awaiting.run();
    }

    @Override
    public void close() {
        ending.run();
    }
}

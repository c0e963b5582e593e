package io.github.tune4j.testkit.money;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.tune4j.model.BaseModel;
import io.github.tune4j.model.ModelCatalog;
import io.github.tune4j.model.PriceList;
import io.github.tune4j.run.TokenPrice;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Turns consumption into a bill: prices from the dated price list, and what of them counts from {@code tariff.json} beside
 * this class. Immutable.
 */
public final class Tariff {
    private static final int CENTS_OF_CENTS = 6;

    private final PriceList prices;
    private final ModelCatalog catalog;
    private final JsonNode rules;

    /** The rules with these prices. */
    public Tariff(PriceList prices, ModelCatalog catalog) {
        this.prices = prices;
        this.catalog = catalog;
        try (InputStream in = Tariff.class.getResourceAsStream("tariff.json")) {
            this.rules = new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is to be paid until now, item by item. */
    public List<ChargedItem> charge(List<Consumption> consumed, Instant now) {
        return consumed.stream().flatMap(each -> charge(each, now)).toList();
    }

    private Stream<ChargedItem> charge(Consumption consumed, Instant now) {
        if (consumed instanceof Consumption.Throughput throughput) {
            return Stream.of(charge(throughput, now));
        } else if (consumed instanceof Consumption.Training training) {
            return Stream.of(charge(training));
        } else if (consumed instanceof Consumption.Storage storage) {
            return Stream.of(charge(storage, now));
        } else {
            return charge((Consumption.Inference) consumed);
        }
    }

    private ChargedItem charge(Consumption.Throughput throughput, Instant now) {
        BaseModel model = catalog.get(throughput.modelId());
        BigDecimal units = BigDecimal.valueOf(throughput.units());
        Instant until = throughput.to() == null ? now : throughput.to();
        boolean committed = throughput.termMonths() > 0;
        BigDecimal quantity = units.multiply(BigDecimal.valueOf(
                committed
                        ? terms(throughput.from(), until, throughput.termMonths())
                        : startedHours(throughput.from(), until, rules.path("throughput"))));
        Optional<BigDecimal> price =
                committed ? prices.commitmentUsd(model, throughput.termMonths()) : prices.throughputUsdPerHour(model);
        return new ChargedItem(
                "Provisioned throughput " + throughput.name(),
                throughput.arn(),
                throughput.from(),
                throughput.to(),
                quantity,
                committed ? "model unit term of " + throughput.termMonths() + " months" : "model unit hour",
                price.map(quantity::multiply).orElse(null));
    }

    private ChargedItem charge(Consumption.Training training) {
        BigDecimal quantity = BigDecimal.valueOf(training.tokens())
                .divide(rules.path("training").path("tokensPerUnit").decimalValue());
        return new ChargedItem(
                "Training " + training.name(),
                training.arn(),
                training.from(),
                training.to(),
                quantity,
                "thousand tokens",
                times(quantity, prices.trainingUsdPerThousandTokens(catalog.get(training.modelId()))));
    }

    private ChargedItem charge(Consumption.Storage storage, Instant now) {
        JsonNode rule = rules.path("storage");
        Instant until = storage.to() == null ? now : storage.to();
        BigDecimal quantity = BigDecimal.valueOf(startedHours(storage.from(), until, rule))
                .divide(rule.path("hoursPerMonth").decimalValue(), CENTS_OF_CENTS, RoundingMode.HALF_UP);
        return new ChargedItem(
                "Custom model " + storage.name(),
                storage.arn(),
                storage.from(),
                storage.to(),
                quantity,
                "month",
                times(quantity, prices.storageUsdPerMonth(catalog.get(storage.modelId()))));
    }

    private Stream<ChargedItem> charge(Consumption.Inference calls) {
        Optional<TokenPrice> price = prices.tokens(calls.modelId());
        BigDecimal factor = calls.batch()
                ? new BigDecimal(rules.path("inference").path("batchFactor").asText())
                : BigDecimal.ONE;
        String where = (calls.batch() ? " of batch jobs, " : ", ") + calls.modelId();
        return Stream.of(
                tokens(
                        calls,
                        "Input tokens" + where,
                        calls.inputTokens(),
                        price.map(p -> p.usd(calls.inputTokens(), 0).multiply(factor))),
                tokens(
                        calls,
                        "Output tokens" + where,
                        calls.outputTokens(),
                        price.map(p -> p.usd(0, calls.outputTokens()).multiply(factor))));
    }

    private static ChargedItem tokens(Consumption.Inference calls, String what, long tokens, Optional<BigDecimal> usd) {
        return new ChargedItem(
                what, calls.arn(), calls.from(), calls.to(), BigDecimal.valueOf(tokens), "token", usd.orElse(null));
    }

    private static @Nullable BigDecimal times(BigDecimal quantity, Optional<BigDecimal> price) {
        return price.map(quantity::multiply)
                .map(usd -> usd.setScale(CENTS_OF_CENTS, RoundingMode.HALF_UP))
                .orElse(null);
    }

    private static long startedHours(Instant from, Instant to, JsonNode rule) {
        long started = Duration.ofMinutes(rule.path("startedMinutes").asLong()).toMillis();
        return Math.max(1, Math.floorDiv(Duration.between(from, to).toMillis() + started - 1, started));
    }

    private static long terms(Instant from, Instant to, int months) {
        long terms = 1;
        OffsetDateTime end = from.atOffset(ZoneOffset.UTC).plusMonths(months);
        while (end.toInstant().isBefore(to)) {
            terms++;
            end = from.atOffset(ZoneOffset.UTC).plusMonths(terms * months);
        }
        return terms;
    }
}

package io.github.tune4j.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.tune4j.InvalidInputException;
import io.github.tune4j.json.Json;
import io.github.tune4j.json.JsonFields;
import io.github.tune4j.run.CostEstimate;
import io.github.tune4j.run.TokenPrice;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What things cost, with the date of each price. A price that is not publicly known is empty, never 0 and never a
 * guess. Immutable.
 */
public final class PriceList {
    private static final String RESOURCE = "prices.json";

    private final LocalDate asOf;
    private final BigDecimal batchFactor;
    private final Map<Key, Entry> entries;

    private PriceList(LocalDate asOf, BigDecimal batchFactor, Map<Key, Entry> entries) {
        this.asOf = asOf;
        this.batchFactor = batchFactor;
        this.entries = entries;
    }

    /**
     * The prices that come with the library.
     *
     * @return the shared instance
     */
    public static PriceList bundled() {
        return Bundled.PRICES;
    }

    /**
     * The bundled prices with one's own. The file holds {@code {"asOf": date, "prices": [entry…]}}, where an entry is
     * {@code {"model": id, "item": item, "usd": "132.00", "source": text, "asOf": date}}; {@code item} is
     * {@code throughput-hour}, {@code training-thousand-tokens}, {@code storage-month}, {@code commitment-month-1} or
     * {@code commitment-month-6} (a month's price under that term). For {@code "item": "tokens"} and
     * {@code "batch-tokens"} there are {@code inputUsdPerMillion} and {@code outputUsdPerMillion} instead of {@code usd}.
     * An entry replaces the bundled one of the same model and item.
     *
     * @param overrides a JSON file
     * @return bundled prices, replaced or added to
     * @throws InvalidInputException if the file cannot be read or an entry is incomplete or wrong
     */
    public static PriceList read(Path overrides) {
        Map<Key, Entry> entries = new HashMap<>(bundled().entries);
        JsonNode own = Json.read(overrides);
        entries.putAll(entries(own, overrides.toString()));
        return new PriceList(JsonFields.of(own, overrides.toString()).date("asOf"), bundled().batchFactor, entries);
    }

    private static PriceList load() {
        JsonNode root = Json.resource(PriceList.class, RESOURCE);
        JsonFields fields = JsonFields.of(root, RESOURCE);
        return new PriceList(
                fields.date("asOf"), fields.object("batch").orElseThrow().decimal("factor"), entries(root, RESOURCE));
    }

    private static Map<Key, Entry> entries(JsonNode root, String place) {
        Map<Key, Entry> entries = new HashMap<>();
        for (JsonFields fields : JsonFields.of(root, place).objects("prices")) {
            Item item = Item.of(fields);
            LocalDate asOf = fields.date("asOf");
            Entry entry = item.ofTokens()
                    ? new Entry(null, tokens(fields), asOf)
                    : new Entry(fields.decimal("usd"), null, asOf);
            fields.text("source");
            entries.put(new Key(ModelId.withoutArn(fields.text("model")), item), entry);
        }
        return entries;
    }

    private static TokenPrice tokens(JsonFields fields) {
        return new TokenPrice(
                fields.decimal("inputUsdPerMillion"), fields.decimal("outputUsdPerMillion"), fields.date("asOf"));
    }

    /**
     * When the list was last looked over; with overrides, the date of those.
     *
     * @return a date
     */
    public LocalDate asOf() {
        return asOf;
    }

    /**
     * What a model's tokens cost on demand. An inference profile may cost more than the plain model, so its own price
     * comes first.
     *
     * @param modelId an identifier, with or without inference profile and context length, or an ARN of either
     * @return empty when not publicly known
     */
    public Optional<TokenPrice> tokens(String modelId) {
        return entry(modelId, Item.TOKENS).map(Entry::tokens);
    }

    /**
     * What a model's tokens cost in a batch job: a price of its own where the list has one, otherwise the part of the price
     * on demand that AWS takes for batches.
     *
     * @param modelId an identifier, with or without inference profile and context length, or an ARN of either
     * @return empty when not publicly known
     */
    public Optional<TokenPrice> batchTokens(String modelId) {
        Optional<TokenPrice> own = entry(modelId, Item.BATCH_TOKENS).map(Entry::tokens);
        return own.isPresent()
                ? own
                : tokens(modelId)
                        .map(price -> new TokenPrice(
                                price.inputUsdPerMillion().multiply(batchFactor),
                                price.outputUsdPerMillion().multiply(batchFactor),
                                price.asOf()));
    }

    /**
     * What one model unit of throughput costs without commitment; a tuned model costs as much as its base model.
     *
     * @param model the base model
     * @return US dollars an hour; empty when not publicly known
     */
    public Optional<BigDecimal> throughputUsdPerHour(BaseModel model) {
        return usd(model, Item.THROUGHPUT_HOUR);
    }

    /**
     * When the price of throughput was looked up.
     *
     * @param model the base model
     * @return the date of {@link #throughputUsdPerHour}; of the list where that price is not publicly known
     */
    public LocalDate throughputAsOf(BaseModel model) {
        return entry(model.id(), Item.THROUGHPUT_HOUR).map(Entry::asOf).orElse(asOf);
    }

    /**
     * What one model unit of throughput costs over a whole commitment.
     *
     * @param model the base model
     * @param months the term: 1 or 6
     * @return US dollars for the term; empty when not publicly known
     * @throws IllegalArgumentException if Bedrock has no such term
     */
    public Optional<BigDecimal> commitmentUsd(BaseModel model, int months) {
        Item item = switch (months) {
            case 1 -> Item.COMMITMENT_MONTH_1;
            case 6 -> Item.COMMITMENT_MONTH_6;
            default -> throw new IllegalArgumentException("a commitment is for 1 or 6 months, not " + months);
        };
        return usd(model, item).map(month -> month.multiply(BigDecimal.valueOf(months)));
    }

    /**
     * What training costs; each epoch goes through every token of the training data once.
     *
     * @param model the base model
     * @return US dollars per 1,000 tokens and epoch; empty when not publicly known
     */
    public Optional<BigDecimal> trainingUsdPerThousandTokens(BaseModel model) {
        return usd(model, Item.TRAINING_THOUSAND_TOKENS);
    }

    /**
     * What keeping a tuned model costs.
     *
     * @param model the base model
     * @return US dollars a month; empty when not publicly known
     */
    public Optional<BigDecimal> storageUsdPerMonth(BaseModel model) {
        return usd(model, Item.STORAGE_MONTH);
    }

    /**
     * What calls of a model cost on demand, as a line of an estimate: a judge's, a generator's, an evaluation's. Each
     * reply may be as long as it is allowed to be, so that this is the most.
     *
     * @param what what the calls are for
     * @param modelId an identifier, with or without inference profile and context length, or an ARN of either
     * @param calls how many, from 0
     * @param inputTokens tokens of a request, from 0
     * @param outputTokens tokens of the longest reply, from 0
     * @return the line; without amount when the price is not publicly known
     * @throws IllegalArgumentException if a number is negative
     */
    public CostEstimate.Line calls(String what, String modelId, long calls, long inputTokens, long outputTokens) {
        if (calls < 0 || inputTokens < 0 || outputTokens < 0) {
            throw new IllegalArgumentException(
                    "calls and tokens count from 0: " + calls + ", " + inputTokens + ", " + outputTokens);
        }
        return new CostEstimate.Line(
                what,
                "at most " + calls + " calls of " + modelId + ", " + inputTokens + " tokens in and " + outputTokens
                        + " out each",
                tokens(modelId)
                        .map(price -> price.usd(
                                Math.multiplyExact(calls, inputTokens), Math.multiplyExact(calls, outputTokens)))
                        .orElse(null));
    }

    private Optional<BigDecimal> usd(BaseModel model, Item item) {
        return entry(model.id(), item).map(Entry::usd);
    }

    private Optional<Entry> entry(String modelId, Item item) {
        Entry exact = entries.get(new Key(ModelId.withoutArn(modelId), item));
        return Optional.ofNullable(exact != null ? exact : entries.get(new Key(ModelId.plain(modelId), item)));
    }

    private record Key(String modelId, Item item) {}

    private record Entry(@Nullable BigDecimal usd, @Nullable TokenPrice tokens, LocalDate asOf) {}

    private enum Item {
        TOKENS,
        BATCH_TOKENS,
        THROUGHPUT_HOUR,
        TRAINING_THOUSAND_TOKENS,
        STORAGE_MONTH,
        COMMITMENT_MONTH_1,
        COMMITMENT_MONTH_6;

        boolean ofTokens() {
            return this == TOKENS || this == BATCH_TOKENS;
        }

        static Item of(JsonFields fields) {
            String text = fields.text("item");
            for (Item item : values()) {
                if (item.toString().equals(text)) {
                    return item;
                }
            }
            throw InvalidInputException.of(
                    fields.place() + ": there is no \"item\" \"" + text + "\".",
                    "use one of " + List.of(values()) + ".");
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private static final class Bundled {
        static final PriceList PRICES = load();
    }
}

package io.github.tune4j.dataset.validation;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.tune4j.InvalidInputException;
import io.github.tune4j.dataset.DatasetFormat;
import io.github.tune4j.json.Json;
import io.github.tune4j.json.JsonFields;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What training data a base model takes: its format and how much of it. A limit that is not known is empty and is not
 * checked. Immutable.
 *
 * <p>Of a known model: {@code BaseModel.limits()}. Of one's own: a JSON object such as
 *
 * <pre>{@code
 * {
 *   "asOf": "2026-11-23", "format": "CLAUDE_MESSAGES",
 *   "trainingRecords": {"min": 32, "max": 10000}, "validationRecords": {"min": 32, "max": 1000},
 *   "records": {"max": 10000}, "tokensPerRecord": 32000,
 *   "trainingBytes": 10000000000, "validationBytes": 1000000000,
 *   "systemTexts": 1, "imagesPerTurn": 0, "videosPerTurn": 0,
 *   "reservedWords": ["\nHuman:", "\nAssistant:"]
 * }
 * }</pre>
 *
 * <p>{@code asOf} and {@code format} are required. {@code "validationSupported": false} says that the model takes no
 * validation data.
 */
public final class DatasetLimits {
    private static final Range ANY = new Range(0, null);

    private final LocalDate asOf;
    private final DatasetFormat format;
    private final Range trainingRecords;
    private final @Nullable Range validationRecords;
    private final Range records;
    private final OptionalLong tokensPerRecord;
    private final OptionalLong trainingBytes;
    private final OptionalLong validationBytes;
    private final OptionalLong systemTexts;
    private final OptionalLong imagesPerTurn;
    private final OptionalLong videosPerTurn;
    private final List<String> reservedWords;

    private DatasetLimits(JsonFields fields) {
        this.asOf = fields.date("asOf");
        this.format = fields.oneOf(DatasetFormat.class, "format");
        this.trainingRecords = range(fields, "trainingRecords");
        this.validationRecords = fields.has("validationSupported") && !fields.flag("validationSupported")
                ? null
                : range(fields, "validationRecords");
        this.records = range(fields, "records");
        this.tokensPerRecord = fields.wholeNumber("tokensPerRecord");
        this.trainingBytes = fields.wholeNumber("trainingBytes");
        this.validationBytes = fields.wholeNumber("validationBytes");
        this.systemTexts = fields.wholeNumber("systemTexts");
        this.imagesPerTurn = fields.wholeNumber("imagesPerTurn");
        this.videosPerTurn = fields.wholeNumber("videosPerTurn");
        this.reservedWords = List.copyOf(fields.texts("reservedWords"));
    }

    /**
     * Reads limits of one's own.
     *
     * @param json a file that holds one object of the shape above
     * @return the limits
     * @throws InvalidInputException if the file cannot be read or a field is missing or wrong
     */
    public static DatasetLimits read(Path json) {
        return of(Json.read(json), json.toString());
    }

    /**
     * Reads limits from a text.
     *
     * @param json one object of the shape above
     * @return the limits
     * @throws InvalidInputException if a field is missing or wrong
     */
    public static DatasetLimits of(String json) {
        return of(Json.parse(json, "limits"), "limits");
    }

    private static DatasetLimits of(JsonNode node, String place) {
        return new DatasetLimits(JsonFields.of(node, place));
    }

    /**
     * When these limits were looked up.
     *
     * @return a date
     */
    public LocalDate asOf() {
        return asOf;
    }

    /**
     * The shape of the records.
     *
     * @return the format
     */
    public DatasetFormat format() {
        return format;
    }

    /**
     * How many records training data has.
     *
     * @return a range
     */
    public Range trainingRecords() {
        return trainingRecords;
    }

    /**
     * How many records validation data has.
     *
     * @return a range; empty when the model takes no validation data
     */
    public Optional<Range> validationRecords() {
        return Optional.ofNullable(validationRecords);
    }

    /**
     * How many records training and validation data have together.
     *
     * @return a range
     */
    public Range records() {
        return records;
    }

    /**
     * The most tokens of one record.
     *
     * @return empty when not known
     */
    public OptionalLong tokensPerRecord() {
        return tokensPerRecord;
    }

    /**
     * The most bytes of the training file.
     *
     * @return empty when not known
     */
    public OptionalLong trainingBytes() {
        return trainingBytes;
    }

    /**
     * The most bytes of the validation file.
     *
     * @return empty when not known
     */
    public OptionalLong validationBytes() {
        return validationBytes;
    }

    /**
     * The most texts that a system prompt consists of, in the Converse format.
     *
     * @return empty when not known
     */
    public OptionalLong systemTexts() {
        return systemTexts;
    }

    /**
     * The most images of one turn, in the Converse format.
     *
     * @return empty when not known; 0 when the model takes none
     */
    public OptionalLong imagesPerTurn() {
        return imagesPerTurn;
    }

    /**
     * The most videos of one turn, in the Converse format.
     *
     * @return empty when not known; 0 when the model takes none
     */
    public OptionalLong videosPerTurn() {
        return videosPerTurn;
    }

    /**
     * Texts that must not occur in any prompt or answer.
     *
     * @return possibly empty
     */
    public List<String> reservedWords() {
        return reservedWords;
    }

    private static Range range(JsonFields fields, String key) {
        JsonFields range = fields.object(key).orElse(null);
        if (range == null) {
            return ANY;
        }
        OptionalLong max = range.wholeNumber("max");
        return new Range(range.wholeNumber("min").orElse(0), max.isPresent() ? (Long) max.getAsLong() : null);
    }

    /**
     * A lowest and a highest number, both allowed.
     *
     * @param min the lowest, from 0
     * @param max the highest; null when not known
     */
    public record Range(long min, @Nullable Long max) {

        /**
         * Whether a number lies within.
         *
         * @param number the number
         * @return true from the lowest to the highest
         */
        public boolean contains(long number) {
            return number >= min && (max == null || number <= max);
        }
    }
}

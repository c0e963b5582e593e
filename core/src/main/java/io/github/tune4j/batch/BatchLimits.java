package io.github.tune4j.batch;

import io.github.tune4j.json.Json;
import io.github.tune4j.json.JsonFields;
import java.time.LocalDate;

/**
 * What Bedrock takes as a batch job; quotas, some of which an account can have raised.
 *
 * @param minRecords the fewest records
 * @param maxRecords the most records
 * @param maxFileBytes the largest file
 * @param asOf when this was looked up
 */
record BatchLimits(long minRecords, long maxRecords, long maxFileBytes, LocalDate asOf) {
    private static final String RESOURCE = "batch-limits.json";

    static BatchLimits bundled() {
        JsonFields fields = JsonFields.of(Json.resource(BatchLimits.class, RESOURCE), RESOURCE);
        JsonFields records = fields.object("records").orElseThrow();
        return new BatchLimits(
                records.wholeNumber("min").orElseThrow(),
                records.wholeNumber("max").orElseThrow(),
                fields.wholeNumber("fileBytes").orElseThrow(),
                fields.date("asOf"));
    }

    BatchLimits withRecords(long min, long max) {
        return new BatchLimits(min, max, maxFileBytes, asOf);
    }
}

package io.github.tune4j.testkit.bedrock;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tune4j.testkit.runtime.ModelCalls;
import io.github.tune4j.testkit.runtime.Models;
import io.github.tune4j.testkit.wire.ServiceError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The files of batch jobs: reads records, has them answered, writes answers and manifest as AWS does. */
final class BatchFiles {
    private static final int FEWEST = 100;
    private static final int MOST = 50_000;
    private static final String JSON_TYPE = "application/json";
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(200)
                            .maxStringLength(25_000_000)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final JobStorage storage;
    private final Models models;
    private final ModelCalls calls;

    /** What came of a job. */
    record Outcome(int records, int succeeded, long inputTokens, long outputTokens) {
        static final Outcome NOTHING = new Outcome(0, 0, 0, 0);

        Outcome plus(Outcome other) {
            return new Outcome(
                    records + other.records,
                    succeeded + other.succeeded,
                    inputTokens + other.inputTokens,
                    outputTokens + other.outputTokens);
        }
    }

    /** Counts the tokens of one record; batch jobs know no limits of calls. */
    private static final class Tally implements Models.Meter, Models.CallInFlight {
        int inputTokens;
        int outputTokens;

        @Override
        public Models.CallInFlight begin(int promptTokens, int maxTokens) {
            return this;
        }

        @Override
        public void answered(int input, int output) {
            inputTokens = input;
            outputTokens = output;
        }

        @Override
        public void close() {
            // Nothing was opened.
        }
    }

    BatchFiles(JobStorage storage, Models models, ModelCalls calls) {
        this.storage = storage;
        this.models = models;
        this.calls = calls;
    }

    /** How many records a job has; what they ask is not looked at, as on AWS. */
    int check(Resource job) throws JobFailure {
        int records = 0;
        for (String key : keys(job)) {
            records += records(job, key).size();
        }
        if (records < FEWEST) {
            throw new JobFailure("Batch job " + job.arn() + " contains less records (" + records
                    + ") than the required minimum of: " + FEWEST);
        }
        if (records > MOST) {
            throw new JobFailure("Batch job " + job.arn() + " contains more records (" + records
                    + ") than the allowed maximum of: " + MOST);
        }
        storage.probe(job, output(job));
        return records;
    }

    /** Answers every record and writes the files. */
    Outcome run(Resource job) throws JobFailure {
        String folder = Arns.id(job.arn()) + "/";
        Outcome outcome = Outcome.NOTHING;
        for (String key : keys(job)) {
            List<ObjectNode> records = records(job, key);
            // Each answer is a function of its record alone, so that they can be given side by side.
            outcome = outcome.plus(
                    records.parallelStream().map(record -> answer(job, record)).reduce(Outcome.NOTHING, Outcome::plus));
            StringBuilder lines = new StringBuilder();
            records.forEach(record -> lines.append(record).append('\n'));
            String name = key.substring(key.lastIndexOf('/') + 1) + ".out";
            write(job, folder + name, lines.toString());
        }
        ObjectNode manifest = JsonNodeFactory.instance.objectNode();
        manifest.put("totalRecordCount", outcome.records())
                .put("processedRecordCount", outcome.records())
                .put("successRecordCount", outcome.succeeded())
                .put("errorRecordCount", outcome.records() - outcome.succeeded())
                .put("inputTokenCount", outcome.inputTokens())
                .put("outputTokenCount", outcome.outputTokens());
        write(job, folder + "manifest.json.out", manifest.toString());
        return outcome;
    }

    private Outcome answer(Resource job, ObjectNode record) {
        Tally tally = new Tally();
        try {
            Models.Served served =
                    models.find(job.text("modelId"), job.region()).meteredBy(tally);
            ObjectNode input = record.withObjectProperty("modelInput");
            boolean converse = job.text("modelInvocationType").equals("Converse");
            record.set("modelOutput", converse ? calls.converse(served, input) : calls.invoke(served, input));
            return new Outcome(1, 1, tally.inputTokens, tally.outputTokens);
        } catch (ServiceError e) {
            record.putObject("error").put("errorCode", e.status()).put("errorMessage", e.getMessage());
        } catch (IOException e) {
            record.putObject("error").put("errorCode", 500).put("errorMessage", JobFailure.UNEXPECTED);
        }
        return new Outcome(1, 0, 0, 0);
    }

    private List<ObjectNode> records(Resource job, String key) throws JobFailure {
        S3Uri file = new S3Uri(input(job).bucket(), key);
        String text = new String(storage.read(job, file), StandardCharsets.UTF_8);
        List<ObjectNode> records = new ArrayList<>();
        for (String line : text.lines().toList()) {
            records.add(record(key, line, records.size() + 1));
        }
        return records;
    }

    private static ObjectNode record(String key, String line, int number) throws JobFailure {
        try {
            JsonNode json = JSON.readTree(line);
            if (json.path("modelInput").isObject()) {
                ObjectNode record = JsonNodeFactory.instance.objectNode();
                JsonNode id = json.path("recordId");
                record.put("recordId", id.isMissingNode() ? String.format("REC%08d", number) : id.asText());
                record.set("modelInput", json.path("modelInput"));
                return record;
            }
        } catch (IOException e) {
            throw malformed(key, number);
        }
        throw malformed(key, number);
    }

    private static JobFailure malformed(String key, int number) {
        return new JobFailure("The record in line " + number + " of " + key + " is malformed.");
    }

    private List<String> keys(Resource job) throws JobFailure {
        List<String> keys = storage.keys(job, input(job)).stream()
                .filter(key -> key.endsWith(".jsonl"))
                .toList();
        if (keys.isEmpty()) {
            throw new JobFailure("No file whose name ends in .jsonl was found at "
                    + uri(job, "inputDataConfig", "s3InputDataConfig") + ".");
        }
        return keys;
    }

    private void write(Resource job, String name, String content) throws JobFailure {
        storage.write(job, output(job), name, JSON_TYPE, content.getBytes(StandardCharsets.UTF_8));
    }

    private static S3Uri input(Resource job) {
        return S3Uri.of(uri(job, "inputDataConfig", "s3InputDataConfig"));
    }

    private static S3Uri output(Resource job) {
        return S3Uri.of(uri(job, "outputDataConfig", "s3OutputDataConfig"));
    }

    private static String uri(Resource job, String config, String s3) {
        return job.answer().path(config).path(s3).path("s3Uri").asText();
    }
}

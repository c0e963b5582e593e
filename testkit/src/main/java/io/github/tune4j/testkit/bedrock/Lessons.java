package io.github.tune4j.testkit.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tune4j.testkit.standin.EarlyStopping;
import io.github.tune4j.testkit.standin.LocalModel;
import io.github.tune4j.testkit.standin.Trained;
import io.github.tune4j.testkit.standin.Training;
import io.github.tune4j.testkit.standin.TrainingRecord;
import io.github.tune4j.testkit.standin.TrainingSettings;
import java.util.ArrayList;
import java.util.List;

/**
 * All that a model is trained from. Training is repeatable to the last digit, so this is what is kept of a model.
 *
 * @param training what it learns from
 * @param validation by what it is measured; may be empty
 * @param settings how
 * @param startsFrom the ARN of the tuned model from which it goes on; empty for a base model
 */
record Lessons(
        List<TrainingRecord> training, List<TrainingRecord> validation, TrainingSettings settings, String startsFrom) {

    Trained learn(LocalModel start) {
        return Training.run(training, validation, settings, start);
    }

    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("startsFrom", startsFrom)
                .put("epochs", settings.epochs())
                .put("batchSize", settings.batchSize())
                .put("rate", settings.rate())
                .put("warmupSteps", settings.warmupSteps());
        EarlyStopping stopping = settings.earlyStopping();
        if (stopping != null) {
            json.putObject("earlyStopping")
                    .put("threshold", stopping.threshold())
                    .put("patience", stopping.patience());
        }
        write(json, "training", training);
        write(json, "validation", validation);
        return json;
    }

    static Lessons read(JsonNode json) {
        JsonNode stopping = json.path("earlyStopping");
        return new Lessons(
                records(json.path("training")),
                records(json.path("validation")),
                new TrainingSettings(
                        json.path("epochs").asInt(),
                        json.path("batchSize").asInt(),
                        json.path("rate").asDouble(),
                        json.path("warmupSteps").asInt(),
                        stopping.isObject()
                                ? new EarlyStopping(
                                        stopping.path("threshold").asDouble(),
                                        stopping.path("patience").asInt())
                                : null),
                json.path("startsFrom").asText());
    }

    private static void write(ObjectNode json, String member, List<TrainingRecord> records) {
        json.putArray(member);
        records.forEach(
                record -> json.withArray(member).addArray().add(record.prompt()).add(record.completion()));
    }

    private static List<TrainingRecord> records(JsonNode json) {
        List<TrainingRecord> records = new ArrayList<>();
        json.forEach(record -> records.add(
                new TrainingRecord(record.path(0).asText(), record.path(1).asText())));
        return List.copyOf(records);
    }
}

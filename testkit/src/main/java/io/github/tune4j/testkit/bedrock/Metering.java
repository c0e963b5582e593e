package io.github.tune4j.testkit.bedrock;

import io.github.tune4j.testkit.money.Consumption;
import java.time.Instant;
import java.util.stream.Stream;

/** What of a resource is to be paid. */
final class Metering {
    private Metering() {}

    static Stream<Consumption> of(Resource resource) {
        return switch (resource.kind()) {
            case THROUGHPUT -> Stream.of(throughput(resource));
            case CUSTOM_MODEL -> Stream.of(storage(resource));
            case CUSTOMIZATION_JOB -> training(resource);
            case BATCH_JOB -> batch(resource);
            case DEPLOYMENT -> Stream.empty();
        };
    }

    private static Consumption throughput(Resource throughput) {
        return new Consumption.Throughput(
                throughput.arn(),
                throughput.name(),
                modelId(throughput),
                throughput.answer().path("modelUnits").asInt(),
                switch (throughput.text("commitmentDuration")) {
                    case "OneMonth" -> 1;
                    case "SixMonths" -> 6;
                    default -> 0;
                },
                throughput.created(),
                throughput.deleted().orElse(null));
    }

    private static Consumption storage(Resource model) {
        return new Consumption.Storage(
                model.arn(),
                model.name(),
                modelId(model),
                model.created(),
                model.deleted().orElse(null));
    }

    private static Stream<Consumption> training(Resource job) {
        long tokens = job.local().path(CustomizationWalk.TRAINED_TOKENS).asLong();
        return tokens == 0
                ? Stream.empty()
                : Stream.of(new Consumption.Training(
                        job.arn(),
                        job.name(),
                        modelId(job),
                        tokens,
                        Instant.parse(job.local().path(CustomizationWalk.BEGAN).asText()),
                        Instant.parse(job.text("lastModifiedTime"))));
    }

    private static Stream<Consumption> batch(Resource job) {
        return job.local().has(BatchJobs.INPUT_TOKENS)
                ? Stream.of(new Consumption.Inference(
                        job.arn(),
                        job.text("modelId"),
                        true,
                        job.local().path(BatchJobs.INPUT_TOKENS).asLong(),
                        job.local().path(BatchJobs.OUTPUT_TOKENS).asLong(),
                        job.created(),
                        Instant.parse(job.text("endTime"))))
                : Stream.empty();
    }

    private static String modelId(Resource resource) {
        return resource.local().path("tuningId").asText();
    }
}

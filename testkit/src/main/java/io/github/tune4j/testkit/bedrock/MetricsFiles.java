package io.github.tune4j.testkit.bedrock;

import io.github.tune4j.testkit.standin.Trained;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Writes the losses of a training to S3 as AWS does: training steps from 0, validation by the steps done so far, epochs
 * from 1. Claude's files have no column for perplexity, and the folder of the validation file differs between providers.
 */
final class MetricsFiles {
    private static final String CSV = "text/csv";

    private final JobStorage storage;

    MetricsFiles(JobStorage storage) {
        this.storage = storage;
    }

    void write(Resource job, Trained trained) throws JobFailure {
        String provider = job.local().path("tuningId").asText().replaceFirst("\\..*", "");
        boolean perplexity = !provider.equals("anthropic");
        S3Uri output =
                S3Uri.of(job.answer().path("outputDataConfig").path("s3Uri").asText());
        String folder = "model-customization-job-" + Arns.id(job.arn()) + "/";
        storage.write(
                job,
                output,
                folder + "training_artifacts/step_wise_training_metrics.csv",
                CSV,
                csv("training_loss", perplexity, trained.steps(), s -> row(s.step(), s.epoch(), s.loss(), perplexity)));
        if (!trained.validations().isEmpty()) {
            storage.write(
                    job,
                    output,
                    folder + "validation_artifacts/" + validationFolder(provider) + "validation_metrics.csv",
                    CSV,
                    csv(
                            "validation_loss",
                            perplexity,
                            trained.validations(),
                            v -> row(v.stepsDone(), v.epoch(), v.loss(), perplexity)));
        }
    }

    private static String validationFolder(String provider) {
        return switch (provider) {
            case "meta" -> "";
            case "amazon" -> "post_fine_tuning_validation/validation/";
            default -> "post_fine_tuning_validation/";
        };
    }

    private static <T> byte[] csv(String loss, boolean perplexity, List<T> rows, Function<T, String> row) {
        String header = "step_number,epoch_number," + loss + (perplexity ? ",perplexity" : "") + "\n";
        return (header + rows.stream().map(row).collect(Collectors.joining())).getBytes(StandardCharsets.UTF_8);
    }

    private static String row(int step, int epoch, double loss, boolean perplexity) {
        String row = step + "," + epoch + "," + loss;
        return perplexity ? row + "," + StrictMath.exp(loss) + "\n" : row + "\n";
    }
}

package io.github.tune4j.job;

import io.github.tune4j.TuneException;
import io.github.tune4j.aws.S3Location;
import io.github.tune4j.aws.internal.Connection;
import io.github.tune4j.model.BaseModel;
import io.github.tune4j.model.HyperParameters;
import io.github.tune4j.run.FinishedFile;
import io.github.tune4j.training.LossCurves;
import io.github.tune4j.training.LossPoint;
import io.github.tune4j.training.TrainingDiagnosis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.bedrock.model.GetModelCustomizationJobResponse;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The metrics that a job left in its output: found by name, because AWS has put them into three different folders. */
final class JobMetrics {
    private static final String TRAINING = "step_wise_training_metrics.csv";
    private static final String VALIDATION = "validation_metrics.csv";
    private static final String THRESHOLD = "earlyStoppingThreshold";
    private static final String EPOCHS = "epochCount";
    private static final String PATIENCE = "earlyStoppingPatience";

    private final Connection connection;
    private final GetModelCustomizationJobResponse job;

    JobMetrics(Connection connection, GetModelCustomizationJobResponse job) {
        this.connection = connection;
        this.job = job;
    }

    /** The files of a run; without validation data there is only one. */
    private record Fetched(Path training, Optional<Path> validation) {
        LossCurves curves() {
            return validation.map(v -> LossCurves.read(training, v)).orElseGet(() -> LossCurves.read(training));
        }
    }

    void downloadTo(Path folder) {
        fetch(folder);
    }

    LossCurves curves() {
        try {
            Path folder = Files.createTempDirectory("tune4j-metrics");
            try {
                return fetch(folder).curves();
            } finally {
                Files.deleteIfExists(folder.resolve(TRAINING));
                Files.deleteIfExists(folder.resolve(VALIDATION));
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new TuneException(
                    "The folder for temporary files cannot be used: " + e.getMessage() + ".",
                    "check the system property java.io.tmpdir and the free space.",
                    e);
        }
    }

    private Fetched fetch(Path folder) {
        String id = job.jobArn().substring(job.jobArn().lastIndexOf('/') + 1);
        S3Location output = S3Location.parse(job.outputDataConfig().s3Uri().replaceFirst("/+$", ""));
        String prefix = (output.key().isEmpty() ? "" : output.key() + "/") + "model-customization-job-" + id + "/";
        List<String> keys = connection.call(
                "ListObjectsV2",
                () -> connection
                        .clients()
                        .s3()
                        .listObjectsV2Paginator(l -> l.bucket(output.bucket()).prefix(prefix))
                        .contents()
                        .stream()
                        .map(S3Object::key)
                        .toList());
        Path training = fetch(output.bucket(), keys, folder.resolve(TRAINING))
                .orElseThrow(() -> new TuneException(
                        "Job " + job.jobName() + " has left no " + TRAINING + " below s3://" + output.bucket() + "/"
                                + prefix + ".",
                        "wait until it has completed.",
                        null));
        return new Fetched(training, fetch(output.bucket(), keys, folder.resolve(VALIDATION)));
    }

    private Optional<Path> fetch(String bucket, List<String> keys, Path file) {
        return keys.stream()
                .filter(key -> key.endsWith("/" + file.getFileName()))
                .findFirst()
                .map(key -> {
                    byte[] content = connection.call(
                            "GetObject",
                            () -> connection
                                    .clients()
                                    .s3()
                                    .getObjectAsBytes(g -> g.bucket(bucket).key(key))
                                    .asByteArrayUnsafe());
                    FinishedFile.write(file, part -> Files.write(part, content));
                    return file;
                });
    }

    /** Under the settings that the job was given, else those that its model has by default; some models have none. */
    TrainingDiagnosis diagnosis(LossCurves curves) {
        List<HyperParameters.Spec> specs = specs();
        boolean stopsEarly = specs.isEmpty()
                || job.hyperParameters().containsKey(PATIENCE)
                || specs.stream().anyMatch(spec -> spec.name().equals(PATIENCE));
        if (!stopsEarly) {
            return curves.diagnose();
        }
        double threshold = setting(THRESHOLD, 0.001);
        int patience = (int) setting(PATIENCE, 2);
        int planned = (int) setting(EPOCHS, 0);
        List<LossPoint> epochs = curves.trainingByEpoch();
        return planned < epochs.get(epochs.size() - 1).epoch()
                ? curves.diagnose(threshold, patience)
                : curves.diagnose(threshold, patience, planned);
    }

    private double setting(String name, double otherwise) {
        String given = job.hyperParameters().get(name);
        return given != null
                ? Double.parseDouble(given)
                : specs().stream()
                        .filter(spec -> spec.name().equals(name))
                        .mapToDouble(spec -> spec.standard().doubleValue())
                        .findFirst()
                        .orElse(otherwise);
    }

    private List<HyperParameters.Spec> specs() {
        return connection.models().all().stream()
                .filter(model -> job.baseModelArn().contains(model.id()))
                .findFirst()
                .map(BaseModel::hyperParameters)
                .orElse(List.of());
    }
}

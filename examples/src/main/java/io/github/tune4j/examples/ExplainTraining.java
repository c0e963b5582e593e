package io.github.tune4j.examples;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tune4j.InvalidInputException;
import io.github.tune4j.examples.cli.CommandLine;
import io.github.tune4j.examples.cli.Console;
import io.github.tune4j.examples.cli.Options;
import io.github.tune4j.training.LossCurves;
import io.github.tune4j.training.LossPoint;
import io.github.tune4j.training.TrainingDiagnosis;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Says of a finished training run which epoch was best, why it stopped, and what to try next; draws its curves. */
public final class ExplainTraining {
    private static final double THRESHOLD = 0.001;
    private static final int PATIENCE = 2;

    static final CommandLine COMMAND = CommandLine.of(
                    ExplainTraining.class,
                    "Reads the metrics files of a fine-tuning job, draws the loss curves and explains them. Early stopping is\n"
                            + "replayed with Bedrock's defaults for Claude 3 Haiku: threshold " + THRESHOLD
                            + ", patience "
                            + PATIENCE + ".")
            .required("--training-metrics CSV", "step_wise_training_metrics.csv of the job's output")
            .required("--validation-metrics CSV", "validation_metrics.csv of the job's output")
            .required("--out DIR", "gets loss_curves.png, loss_curves.svg and loss_curves.csv")
            .option("--epochs N", "how many epochs were planned")
            .json()
            .example(
                    "--training-metrics step_wise_training_metrics.csv --validation-metrics validation_metrics.csv --out curves");

    private ExplainTraining() {}

    /**
     * Runs it.
     *
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        COMMAND.run(args, ExplainTraining::run);
    }

    static int run(Options options, Console console) {
        Path folder = Path.of(options.required("--out"));
        LossCurves curves = LossCurves.read(
                Path.of(options.required("--training-metrics")), Path.of(options.required("--validation-metrics")));
        Optional<Integer> planned = options.integer("--epochs", 1);
        int last = lastEpoch(curves);
        if (planned.isPresent() && planned.get() < last) {
            throw InvalidInputException.of(
                    "--epochs is " + planned.get() + ", but the metrics show " + last + " epochs.",
                    "give the number of epochs that the job was submitted with.");
        }
        TrainingDiagnosis diagnosis = planned.map(epochs -> curves.diagnose(THRESHOLD, PATIENCE, epochs))
                .orElseGet(() -> curves.diagnose(THRESHOLD, PATIENCE));
        Integer stopped = diagnosis.stoppedAfterEpoch();
        LossCurves marked = curves.marking(diagnosis);
        marked.writePng(folder.resolve("loss_curves.png"));
        marked.writeSvg(folder.resolve("loss_curves.svg"));
        marked.writeCsv(folder.resolve("loss_curves.csv"));

        console.say("Best epoch: " + diagnosis.bestEpoch());
        console.say(stopped == null ? "No early stop" : "Stopped after epoch " + stopped);
        diagnosis.remarks().forEach(console::say);
        console.say("Curves: " + folder);
        console.object(json(diagnosis).toString());
        return 0;
    }

    private static int lastEpoch(LossCurves curves) {
        List<LossPoint> epochs = curves.trainingByEpoch();
        return epochs.get(epochs.size() - 1).epoch();
    }

    private static ObjectNode json(TrainingDiagnosis diagnosis) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("bestEpoch", diagnosis.bestEpoch());
        json.put("stoppedAfterEpoch", diagnosis.stoppedAfterEpoch());
        json.put("overfitting", diagnosis.overfitting());
        json.put("epochsAfterBest", diagnosis.epochsAfterBest());
        diagnosis.remarks().forEach(json.withArray("remarks")::add);
        return json;
    }
}

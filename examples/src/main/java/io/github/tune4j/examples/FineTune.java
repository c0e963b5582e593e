package io.github.tune4j.examples;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tune4j.TuneException;
import io.github.tune4j.aws.AwsSession;
import io.github.tune4j.dataset.validation.InvalidDatasetException;
import io.github.tune4j.examples.cli.CommandLine;
import io.github.tune4j.examples.cli.Console;
import io.github.tune4j.examples.cli.Options;
import io.github.tune4j.examples.tuning.JobProgress;
import io.github.tune4j.examples.tuning.TuningOptions;
import io.github.tune4j.job.CustomModel;
import io.github.tune4j.job.FineTuningJob;
import io.github.tune4j.job.JobFailedException;
import io.github.tune4j.job.PreflightException;
import io.github.tune4j.run.CostEstimate;
import io.github.tune4j.training.LossCurves;
import io.github.tune4j.training.TrainingDiagnosis;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Submits a tuning job, or comes back to it, and waits for the tuned model. */
public final class FineTune {
    private static final int DEFAULT_HOURS = 24;

    static final CommandLine COMMAND = TuningOptions.describe(
                    CommandLine.of(
                            FineTune.class,
                            "Submits a fine-tuning job on Amazon Bedrock after a pre-flight, and waits until it has ended. Run again with the\n"
                                    + "same options it comes back to its job and never buys a second one. It works with what the AWS SDK's default\n"
                                    + "chain reaches; AWS_ENDPOINT_URL alone points it at a local AWS. THIS COSTS MONEY ON A REAL ACCOUNT: CheckSetup\n"
                                    + "says first what is missing and what it costs."),
                    "N")
            .flag("--next-name", "goes on under the next free name where a failed or stopped job has used this one up")
            .option("--max-hours N", "how long to wait; the job runs on (default " + DEFAULT_HOURS + ")")
            .option("--out DIR", "gets the metrics files and the loss curves (CSV, PNG, SVG)")
            .json()
            .example(
                    "--training training.jsonl --validation validation.jsonl --name qa-bot-v1 --bucket my-bucket --epochs 10")
            .example(
                    "--training nova.jsonl --name qa-nova-v1 --bucket my-bucket --model nova-lite --advise --budget 50");

    private FineTune() {}

    /**
     * Runs it.
     *
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        COMMAND.run(args, FineTune::run);
    }

    static int run(Options options, Console console) {
        Duration max = Duration.ofHours(options.integer("--max-hours", 1).orElse(DEFAULT_HOURS));
        TuningOptions tuning = TuningOptions.of(options);
        JobProgress progress = new JobProgress(console.bar());
        try (AwsSession aws = tuning.session()) {
            FineTuningJob.Builder order = tuning.job(aws).progress(progress::uploaded);
            if (options.has("--next-name")) {
                order.nextNameIfUsedUp();
            }
            costs(order.estimate(), console);
            FineTuningJob job = order.submitOrAttach();
            console.say("Job: " + job.arn());
            CustomModel model = progress.await(job, max);
            console.say("Tuned model: " + model.name() + ", " + model.arn());
            report(job, model, options.path("--out").orElse(null), console);
            return 0;
        } catch (PreflightException e) {
            return bad(e, e.report().toString(), console);
        } catch (InvalidDatasetException e) {
            return bad(e, e.report().toString(), console);
        } catch (JobFailedException e) {
            return bad(e, e.problem(), console);
        }
    }

    private static int bad(TuneException e, String details, Console console) {
        console.note(details);
        console.note("To fix: " + e.remedy());
        console.note("More: docs/troubleshooting.md#" + e.anchor());
        console.object(JsonNodeFactory.instance
                .objectNode()
                .put("problem", e.problem())
                .put("remedy", e.remedy())
                .toString());
        return 1;
    }

    private static void costs(CostEstimate estimate, Console console) {
        console.note("Costs at most, at prices of " + estimate.asOf() + ":");
        estimate.lines()
                .forEach(line -> console.note("  " + line.what() + ": "
                        + (line.usd() == null
                                ? "not publicly known"
                                : line.usd().toPlainString() + " USD") + " ("
                        + line.formula() + ")"));
    }

    private static void report(FineTuningJob job, CustomModel model, @Nullable Path out, Console console) {
        LossCurves curves = job.lossCurves();
        TrainingDiagnosis diagnosis = job.diagnosis();
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("job", job.arn())
                .put("name", job.snapshot().name())
                .put("state", job.snapshot().state().toString())
                .put("model", model.arn())
                .put("modelName", model.name())
                .put("elapsedSeconds", job.snapshot().elapsed().toSeconds());
        if (!curves.validation().isEmpty()) {
            console.say("Best epoch: " + diagnosis.bestEpoch()
                    + (diagnosis.stoppedAfterEpoch() == null
                            ? ""
                            : ", stopped early after epoch " + diagnosis.stoppedAfterEpoch()));
            json.put("bestEpoch", diagnosis.bestEpoch()).put("stoppedAfterEpoch", diagnosis.stoppedAfterEpoch());
        }
        diagnosis.remarks().forEach(console::say);
        if (out != null) {
            job.downloadMetrics(out);
            curves.writeCsv(out.resolve("loss_curves.csv"));
            curves.writePng(out.resolve("loss_curves.png"));
            curves.writeSvg(out.resolve("loss_curves.svg"));
            console.say("Loss curves: " + out);
        }
        console.object(json.toString());
    }
}

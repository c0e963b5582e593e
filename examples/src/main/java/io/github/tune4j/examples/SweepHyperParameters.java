package io.github.tune4j.examples;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tune4j.aws.AwsSession;
import io.github.tune4j.dataset.validation.InvalidDatasetException;
import io.github.tune4j.examples.cli.CommandLine;
import io.github.tune4j.examples.cli.Console;
import io.github.tune4j.examples.cli.Options;
import io.github.tune4j.examples.cli.ProgressBar;
import io.github.tune4j.examples.tuning.TuningOptions;
import io.github.tune4j.job.HyperParameterSweep;
import io.github.tune4j.job.JobState;
import io.github.tune4j.job.PreflightException;
import io.github.tune4j.job.SweepReport;
import io.github.tune4j.model.HyperParameters;
import io.github.tune4j.run.CostEstimate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/** Runs a tuning job with every combination of the given hyperparameters, and ranks them. */
public final class SweepHyperParameters {
    private static final int DEFAULT_HOURS = 48;

    static final CommandLine COMMAND = TuningOptions.describe(
                    CommandLine.of(
                            SweepHyperParameters.class,
                            "Runs a fine-tuning job on Amazon Bedrock for every combination of the given hyperparameters and ranks them by\n"
                                    + "their lowest validation loss. Run again with the same options it goes on where it was. Takes the options of\n"
                                    + "FineTune, hyperparameters as lists. THIS COSTS MONEY ON A REAL ACCOUNT, for each combination."),
                    "N,N...")
            .option("--at-once N", "how many jobs may run at once (default 2)")
            .option("--max-hours N", "how long to wait; the jobs run on (default " + DEFAULT_HOURS + ")")
            .option("--out DIR", "gets sweep.png and sweep.svg")
            .json()
            .example(
                    "--training t.jsonl --validation v.jsonl --name grid --bucket my-bucket --epochs 2,4,8 --batch-size 8,16");

    private SweepHyperParameters() {}

    /**
     * Runs it.
     *
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        COMMAND.run(args, SweepHyperParameters::run);
    }

    static int run(Options options, Console console) {
        Duration max = Duration.ofHours(options.integer("--max-hours", 1).orElse(DEFAULT_HOURS));
        TuningOptions tuning = TuningOptions.of(options);
        Map<String, HyperParameters> grid = tuning.grid();
        ProgressBar bar = console.bar();
        try (AwsSession aws = tuning.session()) {
            HyperParameterSweep.Builder builder = HyperParameterSweep.builder(tuning.common(aws))
                    .atOnce(options.integer("--at-once", 1).orElse(2))
                    .progress(p -> bar.show((double) p.done() / grid.size(), p.done() + " of " + grid.size()));
            grid.forEach((name, settings) ->
                    builder.addVariant(name, h -> settings.values().forEach(h::add)));
            HyperParameterSweep sweep = builder.build();
            CostEstimate estimate = sweep.estimate();
            console.note(grid.size() + " variants, at most "
                    + (estimate.totalUsd() == null ? "an unknown sum" : estimate.totalUsd() + " USD") + " at prices of "
                    + estimate.asOf()
                    + (estimate.lines().stream().anyMatch(line -> line.usd() == null)
                            ? ", without what is not publicly known"
                            : ""));
            SweepReport report = sweep.runOrResume(max);
            bar.end();
            return tell(report, options, console);
        } catch (PreflightException e) {
            console.note(e.report().toString());
            return 1;
        } catch (InvalidDatasetException e) {
            console.note(e.report().toString());
            return 1;
        }
    }

    private static int tell(SweepReport report, Options options, Console console) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode ranking = json.putArray("ranking");
        int place = 1;
        for (SweepReport.Trial trial : report.ranking()) {
            Double loss = trial.bestValidationLoss();
            console.say("%2d  %-40s %s  %s"
                    .formatted(
                            place++,
                            trial.name(),
                            loss == null ? "no loss" : String.format(Locale.ROOT, "%.4f", loss),
                            trial.job().state()));
            ObjectNode entry = ranking.addObject()
                    .put("name", trial.name())
                    .put("job", trial.job().arn())
                    .put("state", trial.job().state().toString())
                    .put("bestValidationLoss", loss);
            ObjectNode settings = entry.putObject("hyperParameters");
            trial.hyperParameters().values().forEach(settings::put);
        }
        boolean any = report.ranking().stream().anyMatch(t -> t.job().state() == JobState.COMPLETED);
        if (any) {
            console.say(
                    "Best model: " + report.best().name() + ", " + report.best().arn());
            json.put("best", report.best().arn());
            options.path("--out").ifPresent(out -> draw(report, out));
        }
        console.object(json.toString());
        return any ? 0 : 1;
    }

    private static void draw(SweepReport report, Path out) {
        report.writePng(out.resolve("sweep.png"));
        report.writeSvg(out.resolve("sweep.svg"));
    }
}

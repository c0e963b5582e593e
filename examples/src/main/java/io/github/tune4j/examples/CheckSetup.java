package io.github.tune4j.examples;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tune4j.aws.AwsSession;
import io.github.tune4j.examples.cli.CommandLine;
import io.github.tune4j.examples.cli.Console;
import io.github.tune4j.examples.cli.Options;
import io.github.tune4j.examples.tuning.TuningOptions;
import io.github.tune4j.job.FineTuningJob;
import io.github.tune4j.job.PreflightReport;
import io.github.tune4j.run.CostEstimate;
import io.github.tune4j.run.ReportSection.Severity;

/** Says what would make a tuning job fail, and what it costs; changes nothing and buys nothing. */
public final class CheckSetup {
    static final CommandLine COMMAND = TuningOptions.describe(
                    CommandLine.of(
                            CheckSetup.class,
                            "Looks for everything that would make a fine-tuning job on Amazon Bedrock fail: credentials, region, life cycle and\n"
                                    + "access of the model, names, data, bucket, keys, role, rights, quotas, budget. Takes the options of FineTune, reads\n"
                                    + "only, and costs nothing."),
                    "N")
            .flag(
                    "--next-name",
                    "takes a name that a failed or stopped job has used up for no obstacle, as FineTune does")
            .option("--max-hours N", "taken, so that the options of FineTune fit; nothing is waited for")
            .option("--out DIR", "taken, so that the options of FineTune fit; nothing is written")
            .json()
            .example(
                    "--training training.jsonl --validation validation.jsonl --name qa-bot-v1 --bucket my-bucket --epochs 10");

    private CheckSetup() {}

    /**
     * Runs it.
     *
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        COMMAND.run(args, CheckSetup::run);
    }

    static int run(Options options, Console console) {
        TuningOptions tuning = TuningOptions.of(options);
        try (AwsSession aws = tuning.session()) {
            FineTuningJob.Builder job = tuning.job(aws);
            if (options.has("--next-name")) {
                job.nextNameIfUsedUp();
            }
            PreflightReport report = job.preflight();
            report.toString().lines().forEach(console::say);
            CostEstimate estimate = report.estimate();
            console.say("costs at most, at prices of " + estimate.asOf() + ":");
            estimate.lines()
                    .forEach(line -> console.say("        " + line.what() + ": "
                            + (line.usd() == null
                                    ? "not publicly known"
                                    : line.usd().toPlainString() + " USD") + " ("
                            + line.formula() + ")"));
            console.say(report.ready() ? "ready" : "not ready: correct what failed, then check again");
            console.object(json(report).toString());
            return report.ready() ? 0 : 1;
        }
    }

    private static ObjectNode json(PreflightReport report) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("ready", report.ready());
        ArrayNode checks = json.putArray("checks");
        report.checks()
                .forEach(check -> checks.addObject()
                        .put("name", check.name())
                        .put("severity", word(check.severity()))
                        .put("problem", check.problem())
                        .put("remedy", check.remedy()));
        CostEstimate estimate = report.estimate();
        ObjectNode costs = json.putObject("estimate");
        costs.put("totalUsd", estimate.totalUsd()).put("asOf", estimate.asOf().toString());
        ArrayNode lines = costs.putArray("lines");
        estimate.lines()
                .forEach(line -> lines.addObject()
                        .put("what", line.what())
                        .put("formula", line.formula())
                        .put("usd", line.usd()));
        return json;
    }

    private static String word(Severity severity) {
        return switch (severity) {
            case OK -> "ok";
            case WARNING -> "warning";
            case ERROR -> "failed";
        };
    }
}

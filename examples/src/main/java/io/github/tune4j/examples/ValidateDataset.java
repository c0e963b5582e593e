package io.github.tune4j.examples;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.dataset.validation.DatasetValidator;
import io.github.tune4j.dataset.validation.TokenEstimator;
import io.github.tune4j.dataset.validation.ValidationReport;
import io.github.tune4j.examples.cli.CommandLine;
import io.github.tune4j.examples.cli.Console;
import io.github.tune4j.examples.cli.Options;
import io.github.tune4j.model.BaseModel;
import io.github.tune4j.model.ModelCatalog;
import java.nio.file.Path;
import java.util.Optional;

/** Says whether a base model takes training and validation data, and if not, where and why. */
public final class ValidateDataset {
    static final CommandLine COMMAND = CommandLine.of(
                    ValidateDataset.class,
                    "Checks training data, and validation data with it, against what a base model takes. Reads to the end and\n"
                            + "names every problem with its line, its place and what to do. Warnings do not make data invalid.")
            .required("--training F", "JSON Lines; - reads standard input")
            .option("--validation F", "JSON Lines; checks the sum of both files too")
            .option("--model ID", "name or identifier of a tunable model (default claude-3-haiku)")
            .option(
                    "--tokens default|aws",
                    "how tokens are estimated: by kind of character, or length / 3 as AWS's own\nscript has it (default default)")
            .json()
            .example("--training training.jsonl --validation validation.jsonl")
            .example("--training - --model nova-lite --json < training.jsonl");

    private static final Path STANDARD_INPUT = Path.of("-");

    private ValidateDataset() {}

    /**
     * Runs it.
     *
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        COMMAND.run(args, ValidateDataset::run);
    }

    static int run(Options options, Console console) {
        BaseModel model = ModelCatalog.bundled().get(options.text("--model").orElse("claude-3-haiku"));
        boolean aws = options.oneOf("--tokens", "default", "default", "aws").equals("aws");
        ValidationReport report = validate(
                DatasetValidator.builder(model.limits())
                        .tokenEstimator(aws ? TokenEstimator.awsLengthOverThree() : TokenEstimator.standard())
                        .progress(console.progress())
                        .build(),
                Path.of(options.required("--training")),
                options.path("--validation"));
        console.say("Limits of " + model.title() + ".");
        console.say(report.toString());
        console.object(console.json() ? report.toJson() : "");
        return report.valid() ? 0 : 1;
    }

    private static ValidationReport validate(DatasetValidator validator, Path training, Optional<Path> validation) {
        if (validation.filter(STANDARD_INPUT::equals).isPresent()) {
            throw InvalidInputException.of(
                    "Validation data cannot come from standard input", "give --validation a file and --training -.");
        }
        if (!training.equals(STANDARD_INPUT)) {
            return validation
                    .map(file -> validator.validate(training, file))
                    .orElseGet(() -> validator.validate(training));
        }
        return validation
                .map(file -> validator.validate(System.in, file))
                .orElseGet(() -> validator.validate(System.in));
    }
}

package io.github.tune4j.examples;

import io.github.tune4j.TuneException;
import io.github.tune4j.answer.Question;
import io.github.tune4j.dataset.Dataset;
import io.github.tune4j.dataset.DatasetFormat;
import io.github.tune4j.dataset.quality.DatasetDoctor;
import io.github.tune4j.dataset.quality.PersonalData;
import io.github.tune4j.dataset.quality.QualityReport;
import io.github.tune4j.examples.cli.CommandLine;
import io.github.tune4j.examples.cli.Console;
import io.github.tune4j.examples.cli.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Looks into training data for what its form does not show: copies, leaks, bad answers, personal data, thin topics. */
public final class InspectDataset {
    static final CommandLine COMMAND = CommandLine.of(
                    InspectDataset.class,
                    "Looks into training data, and into validation and evaluation data with it: duplicates, leaks between the\n"
                            + "files, contradictions, empty, refusing or cut-off answers, languages and lengths that stand out,\n"
                            + "personal data and secrets, and topics of which the data says little. Files are in any format that\n"
                            + "ConvertDataset reads. A leak, a secret or something empty makes data unfit.")
            .required("--training F", "the training data; - reads standard input")
            .option("--validation F", "the validation data")
            .option("--evaluation F", "the evaluation questions, with their answers or without")
            .option(
                    "--topics a,b,c",
                    "the topics whose coverage is wanted (default: the names in the evaluation\nquestions, or in those of the training data)")
            .flag("--show-values", "show personal data and secrets as they are, not masked")
            .option("--redact DIR", "write copies of the files there, without personal data and secrets")
            .json()
            .example("--training training.jsonl --validation validation.jsonl --evaluation label.json")
            .example("--training training.jsonl --topics Agents,Guardrails --json");

    private InspectDataset() {}

    /**
     * Runs it.
     *
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        COMMAND.run(args, InspectDataset::run);
    }

    static int run(Options options, Console console) {
        if (!options.required("--training").equals("-")) {
            return run(options, console, Path.of(options.required("--training")));
        }
        Path copy = standardInput();
        try {
            return run(options, console, copy);
        } finally {
            delete(copy);
        }
    }

    private static int run(Options options, Console console, Path training) {
        List<Dataset> datasets = new ArrayList<>();
        DatasetDoctor.Builder doctor =
                DatasetDoctor.builder(opened(training, datasets)).progress(console.progress());
        options.path("--validation").ifPresent(file -> doctor.validation(opened(file, datasets)));
        options.path("--evaluation").ifPresent(file -> {
            Dataset evaluation = opened(file, datasets);
            if (evaluation.format() == DatasetFormat.QUESTION_ANSWER) {
                doctor.questions(Question.read(file));
            } else {
                doctor.evaluation(evaluation);
            }
        });
        options.text("--topics")
                .ifPresent(topics -> doctor.topics(Arrays.stream(topics.split(","))
                        .filter(topic -> !topic.isBlank())
                        .toList()));
        if (options.has("--show-values")) {
            doctor.showValues();
        }
        QualityReport report = doctor.examine();
        options.path("--redact")
                .ifPresent(folder -> datasets.forEach(dataset -> {
                    Path copy = folder.resolve(dataset.file().getFileName());
                    PersonalData.redact(dataset, copy);
                    console.say("Redacted: " + copy);
                }));
        console.say(report.toString());
        console.object(console.json() ? report.toJson().strip() : "");
        return report.verdict() == QualityReport.Verdict.UNFIT ? 1 : 0;
    }

    private static Dataset opened(Path file, List<Dataset> datasets) {
        Dataset dataset = Dataset.open(file);
        datasets.add(dataset);
        return dataset;
    }

    /** The examination reads the data twice, so what comes as a stream is kept, for its owner only, until it ends. */
    private static Path standardInput() {
        try {
            Path copy = Files.createTempFile("tune4j", ".jsonl");
            Files.copy(System.in, copy, StandardCopyOption.REPLACE_EXISTING);
            return copy;
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private static void delete(Path copy) {
        try {
            Files.deleteIfExists(copy);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private static TuneException unwritable(IOException cause) {
        return new TuneException(
                "Standard input cannot be kept in the folder for temporary files.",
                "check its free space and permissions, or give a file.",
                cause);
    }
}

package io.github.tune4j.examples;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.answer.AnswerSheet;
import io.github.tune4j.bertscore.OnnxTokenEncoder;
import io.github.tune4j.evaluation.Comparison;
import io.github.tune4j.evaluation.Evaluation;
import io.github.tune4j.evaluation.EvidencePack;
import io.github.tune4j.evaluation.Metric;
import io.github.tune4j.evaluation.Report;
import io.github.tune4j.evaluation.Scores;
import io.github.tune4j.evaluation.metric.AnswerProfile;
import io.github.tune4j.examples.cli.CommandLine;
import io.github.tune4j.examples.cli.Console;
import io.github.tune4j.examples.cli.Options;
import io.github.tune4j.run.Reportable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says whether a tuned model answers better than its base, how sure that is, and writes the report with its evidence. */
public final class CompareModels {
    static final CommandLine COMMAND = CommandLine.of(
                    CompareModels.class,
                    "Compares two models on the same questions: paired differences, the exact sign-flip test, intervals,\n"
                            + "and one sentence. Answer files are answers.jsonl or JSON arrays of {question, answer}; they are\n"
                            + "joined by their questions.")
            .required("--base F", "answers of the model to compare with")
            .required("--tuned F", "answers of the model in question")
            .option("--labels F", "the expected answers; gives BERTScore, ROUGE and BLEU too")
            .option(
                    "--verdicts-base F",
                    "a judge's verdicts of the base answers, as JudgeAnswers keeps them, or a log with one\nscore a line in the order of the answers")
            .option("--verdicts-tuned F", "the same of the tuned answers")
            .required("--out DIR", "gets report.html, report.md, report.json, the scores and the evidence")
            .json()
            .example("--base base.jsonl --tuned tuned.jsonl --labels label.json --out comparison");

    private CompareModels() {}

    /**
     * Runs it.
     *
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        COMMAND.run(args, CompareModels::run);
    }

    static int run(Options options, Console console) {
        List<AnswerSheet> sheets = AnswerFiles.pair(
                Path.of(options.required("--base")), Path.of(options.required("--tuned")), options.path("--labels"));
        List<Scores> scores =
                scores(sheets, List.of(options.path("--verdicts-base"), options.path("--verdicts-tuned")));
        Comparison comparison = Comparison.of(scores.get(0), scores.get(1));
        Report report = Report.builder(comparison)
                .title("Comparison of " + sheets.get(0).label() + " and "
                        + sheets.get(1).label())
                .add(profiles(scores))
                .build();
        Path out = Path.of(options.required("--out"));
        EvidencePack.write(out.resolve("evidence"), report);
        scores.get(0).writeJsonl(out.resolve("scores-base.jsonl"));
        scores.get(1).writeJsonl(out.resolve("scores-tuned.jsonl"));
        report.writeHtml(out.resolve("report.html"));
        report.writeMarkdown(out.resolve("report.md"));
        report.writeJson(out.resolve("report.json"));

        console.say(comparison.sentence());
        comparison.notes().forEach(console::say);
        console.say("Report: " + out.resolve("report.html"));
        console.object(comparison.toJson());
        return 0;
    }

    /** How the models answer, side by side. */
    static Reportable profiles(List<Scores> scores) {
        return AnswerProfile.sideBySide(scores.stream()
                .map(Scores::answers)
                .map(sheet -> AnswerProfile.of(sheet.label(), sheet.answers()))
                .toArray(AnswerProfile[]::new));
    }

    private static List<Scores> scores(List<AnswerSheet> sheets, List<Optional<Path>> verdicts) {
        if (verdicts.get(0).isPresent() != verdicts.get(1).isPresent()) {
            throw InvalidInputException.of("Only one of the two sheets has verdicts", "give both or none.");
        }
        boolean references = sheets.get(0).answers().stream()
                .anyMatch(answer -> answer.reference().isPresent());
        if (!references && verdicts.get(0).isEmpty()) {
            throw InvalidInputException.of(
                    "There is nothing to score the answers by", "give --labels, or verdicts of both, or both.");
        }
        try (OnnxTokenEncoder encoder = references ? OnnxTokenEncoder.bundled() : null) {
            List<Scores> scores = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                AnswerSheet sheet = sheets.get(i);
                String name = i == 0 ? "base" : "tuned";
                List<Metric> metrics = new ArrayList<>();
                verdicts.get(i).ifPresent(file -> metrics.add(LoggedVerdicts.of(file, sheet, name)));
                if (encoder != null) {
                    metrics.addAll(ReferenceMetrics.of(encoder));
                }
                scores.add(Evaluation.of(metrics.toArray(Metric[]::new)).score(sheet));
            }
            return scores;
        }
    }
}

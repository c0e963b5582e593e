package io.github.tune4j.examples;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tune4j.InvalidInputException;
import io.github.tune4j.TuneException;
import io.github.tune4j.answer.Answer;
import io.github.tune4j.answer.AnswerSheet;
import io.github.tune4j.aws.AwsSession;
import io.github.tune4j.aws.BedrockChatModel;
import io.github.tune4j.evaluation.Evaluation;
import io.github.tune4j.evaluation.Scores;
import io.github.tune4j.evaluation.Summary;
import io.github.tune4j.evaluation.Verdict;
import io.github.tune4j.evaluation.judge.Judge;
import io.github.tune4j.evaluation.judge.Rubric;
import io.github.tune4j.evaluation.judge.Worksheet;
import io.github.tune4j.evaluation.statistics.Agreement;
import io.github.tune4j.evaluation.statistics.Interval;
import io.github.tune4j.examples.cli.CommandLine;
import io.github.tune4j.examples.cli.Console;
import io.github.tune4j.examples.cli.Options;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Has a model on Bedrock score answers against their references, and measures it by people's scores where there are any. */
public final class JudgeAnswers {
    private static final String MODEL = "us.anthropic.claude-sonnet-4-6";
    private static final int CALLS = 4;

    static final CommandLine COMMAND = CommandLine.of(
                    JudgeAnswers.class,
                    "Judges answers on a scale of 1 to 10. A verdict that cannot be read is asked for again and then left\n"
                            + "out, never counted as 0. With --verdicts nothing is paid for twice.")
            .required("--answers F", "answers.jsonl, or a JSON array of {question, answer}")
            .required("--labels F", "the expected answers, joined by the question")
            .option(
                    "--mode MODE",
                    "robust (default); compatible: the structure and the parser of LangChain's\nlabelled score evaluator")
            .option(
                    "--criterion C",
                    "one of the fourteen criteria, or several with commas between under one score\n(default correctness)")
            .option("--model ID", "who judges (default " + MODEL + ")")
            .option("--verdicts F", "keeps every verdict and goes on from there")
            .option("--repeats N", "judges each answer so often; the score is the mean (default 1)")
            .flag("--replay", "asks no model: only what --verdicts holds")
            .option(
                    "--worksheet CSV",
                    "written for people to fill in when it does not exist; else read, and the\njudge is compared with them")
            .json()
            .example("--answers answers-tuned.jsonl --labels label.json --verdicts verdicts.jsonl")
            .example("--answers answers-tuned.jsonl --labels label.json --verdicts verdicts.jsonl --replay --json");

    private JudgeAnswers() {}

    /**
     * Runs it.
     *
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        COMMAND.run(args, JudgeAnswers::run);
    }

    static int run(Options options, Console console) {
        if (options.has("--replay")) {
            Path verdicts = options.path("--verdicts")
                    .orElseThrow(
                            () -> InvalidInputException.of("--replay has nothing to replay", "give --verdicts too."));
            return judge(options, console, replayed(options, verdicts));
        }
        try (AwsSession aws = AwsSession.builder().build()) {
            return run(options, console, aws);
        }
    }

    static int run(Options options, Console console, AwsSession aws) {
        Judge.Builder judge = Judge.builder(
                        BedrockChatModel.of(aws, options.text("--model").orElse(MODEL)), rubric(options))
                .mode(ReadVerdicts.mode(options));
        options.path("--verdicts").ifPresent(judge::verdicts);
        options.integer("--repeats", 1).ifPresent(judge::repeats);
        return judge(options, console, judge.build());
    }

    /** The only judge of the file, or the one that the options describe. */
    private static Judge replayed(Options options, Path verdicts) {
        return options.has("--mode") || options.has("--criterion")
                ? Judge.replay(
                        verdicts, ReadVerdicts.mode(options), rubric(options).name())
                : Judge.replay(verdicts);
    }

    private static Rubric rubric(Options options) {
        return rubric(options.text("--criterion").orElse("correctness").split("\\s*,\\s*"));
    }

    private static Rubric rubric(String... names) {
        Rubric[] rubrics = Stream.of(names).map(Rubric::named).toArray(Rubric[]::new);
        return rubrics.length == 1 ? rubrics[0] : Rubric.together(rubrics);
    }

    private static int judge(Options options, Console console, Judge judge) {
        AnswerSheet sheet =
                AnswerFiles.labelled(Path.of(options.required("--answers")), Path.of(options.required("--labels")));
        Scores scores = Evaluation.builder(judge).parallelism(CALLS).build().score(sheet);
        Summary summary = scores.summaries().get(0);
        checkAnyReply(sheet, scores, judge);
        for (Answer answer : sheet.answers()) {
            Verdict verdict = scores.verdict(answer.question().id(), judge.name());
            console.say(answer.question().id() + ": "
                    + (verdict instanceof Verdict.Scored scored
                            ? scored.score() + spread(scored)
                            : "unscored, " + verdict.reason()));
        }
        console.say(judge.name() + ": " + mean(summary) + " over " + summary.scored() + " answers, "
                + summary.unscored() + " unscored");
        Optional<Agreement> agreement =
                options.path("--worksheet").flatMap(csv -> worksheet(csv, scores, judge, console));
        console.object(json(scores, summary, judge, agreement).toString());
        return 0;
    }

    /** A judge that never replied has judged nothing; what it refused or said unclearly is a result. */
    private static void checkAnyReply(AnswerSheet sheet, Scores scores, Judge judge) {
        List<String> reasons = sheet.answers().stream()
                .map(answer -> scores.verdict(answer.question().id(), judge.name()))
                .map(verdict -> verdict.value().isPresent() ? "" : verdict.reason())
                .toList();
        if (!reasons.isEmpty() && reasons.stream().allMatch(reason -> reason.startsWith("not answered"))) {
            throw new TuneException(
                    "No answer could be judged: " + reasons.get(0),
                    "mend that and run it again; nothing was kept and nothing is paid for twice.",
                    null);
        }
    }

    private static String spread(Verdict.Scored scored) {
        return scored.parts().containsKey("spread")
                ? String.format(
                        Locale.ROOT,
                        ", mean of %.0f judgements that lie %s apart",
                        scored.parts().get("repeats"),
                        scored.parts().get("spread"))
                : "";
    }

    private static String mean(Summary summary) {
        return summary.mean() == null ? "no score" : String.format(Locale.ROOT, "%.2f", summary.mean());
    }

    private static Optional<Agreement> worksheet(Path csv, Scores scores, Judge judge, Console console) {
        if (!Files.exists(csv)) {
            Worksheet.write(csv, rubric(judge.name().split("-")), scores.answers());
            console.say("For people to fill in: " + csv);
            return Optional.empty();
        }
        Worksheet worksheet = Worksheet.read(csv);
        if (worksheet.filled() == 0) {
            console.say("Nobody has filled in " + csv + " yet");
            return Optional.empty();
        }
        Agreement agreement = worksheet.agreement(scores, judge.name());
        console.say("Agreement with people over " + agreement.n() + " answers: quadratic kappa "
                + agreement.quadraticKappa() + ", Spearman " + agreement.spearman());
        return Optional.of(agreement);
    }

    private static ObjectNode json(Scores scores, Summary summary, Judge judge, Optional<Agreement> agreement) {
        JsonNodeFactory factory = JsonNodeFactory.instance;
        ObjectNode json = factory.objectNode()
                .put("metric", judge.name())
                .put("mean", summary.mean())
                .put("scored", summary.scored())
                .put("unscored", summary.unscored());
        Interval interval = summary.interval();
        json.set(
                "interval",
                interval == null
                        ? factory.nullNode()
                        : factory.arrayNode().add(interval.low()).add(interval.high()));
        json.put("signature", judge.signature());
        for (Answer answer : scores.answers().answers()) {
            Verdict verdict = scores.verdict(answer.question().id(), judge.name());
            ObjectNode score = json.withArray("scores").addObject();
            score.put("id", answer.question().id())
                    .put("question", answer.question().text())
                    .put(
                            "score",
                            verdict.value().isPresent()
                                    ? (Double) verdict.value().getAsDouble()
                                    : null)
                    .put("reason", verdict.reason());
            if (verdict instanceof Verdict.Scored scored) {
                scored.parts().forEach(score::put);
            }
        }
        agreement.ifPresent(with -> json.putObject("agreement")
                .put("n", with.n())
                .put("exact", with.exact())
                .put("kappa", with.kappa())
                .put("quadraticKappa", with.quadraticKappa())
                .put("spearman", with.spearman()));
        return json;
    }
}

package io.github.tune4j.examples;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tune4j.answer.Answer;
import io.github.tune4j.bertscore.OnnxTokenEncoder;
import io.github.tune4j.evaluation.Verdict;
import io.github.tune4j.examples.cli.CommandLine;
import io.github.tune4j.examples.cli.Console;
import io.github.tune4j.examples.cli.Options;
import io.github.tune4j.run.FinishedFile;
import java.io.BufferedWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Scores predictions against their references, pair by pair and as a corpus, as the reference implementations would. */
public final class ScoreAnswers {
    /** So many pairs are scored before their lines are written. */
    private static final int AT_ONCE = 2_000;

    static final CommandLine COMMAND = CommandLine.of(
                    ScoreAnswers.class,
                    "Scores predictions against references: lines {id, prediction, reference} in; lines {id, scores} out,\n"
                            + "and one line {corpus, signatures, n}. ROUGE and BERTScore run from 0 to 1 and are given as\n"
                            + "[precision, recall, F]; BLEU and chrF run from 0 to 100. Asks no model and downloads nothing.")
            .required("--pairs JSONL", "what is scored")
            .required("--metrics LIST", "separated by commas: " + RequestedMetric.NAMES)
            .flag("--stemmer", "ROUGE compares the stems of English words")
            .option(
                    "--tokenizer NAME",
                    "of BLEU: 13a (default), char, intl or ja; char and ja hold for ROUGE too. Without\nthem ROUGE takes English words and single letters of Han, kana and Hangul")
            .flag("--drop-cjk", "ROUGE drops Han, kana and Hangul, as its reference implementation does")
            .required("--output JSONL", "the scores")
            .json()
            .example("--pairs pairs.jsonl --metrics rouge1,rougeL,bleu,chrf,bertscore --output scores.jsonl")
            .example("--pairs pairs.jsonl --metrics rouge1,bleu --tokenizer ja --output scores.jsonl --json");

    private ScoreAnswers() {}

    /**
     * Runs it.
     *
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        COMMAND.run(args, ScoreAnswers::run);
    }

    static int run(Options options, Console console) {
        RequestedMetric.Settings settings = RequestedMetric.Settings.of(options);
        ScoringPairs pairs = ScoringPairs.read(Path.of(options.required("--pairs")));
        try (OnnxTokenEncoder encoder = settings.wantsEncoder() ? OnnxTokenEncoder.bundled() : null) {
            List<Tally> tallies =
                    settings.metrics(encoder).stream().map(Tally::new).toList();
            ObjectNode summary = JsonNodeFactory.instance.objectNode();
            FinishedFile.write(Path.of(options.required("--output")), part -> {
                try (BufferedWriter out = Files.newBufferedWriter(part)) {
                    for (int from = 0; from < pairs.answers().size(); from += AT_ONCE) {
                        int to = Math.min(from + AT_ONCE, pairs.answers().size());
                        for (JsonNode line : lines(pairs, from, to, tallies)) {
                            out.write(line + "\n");
                        }
                    }
                    summarize(pairs, tallies, summary);
                    out.write(summary + "\n");
                }
            });
            tallies.forEach(tally -> tally.say(console, summary.get("corpus").get(tally.metric.name())));
            console.say("Scores: " + options.required("--output"));
            console.object(summary.toString());
        }
        return 0;
    }

    private static List<ObjectNode> lines(ScoringPairs pairs, int from, int to, List<Tally> tallies) {
        List<ObjectNode> lines = new ArrayList<>();
        for (JsonNode id : pairs.ids().subList(from, to)) {
            ObjectNode line = JsonNodeFactory.instance.objectNode();
            line.set("id", id);
            line.putObject("scores");
            lines.add(line);
        }
        for (Tally tally : tallies) {
            List<Verdict> verdicts = tally.metric.scoreAll(pairs.answers().subList(from, to));
            for (int i = 0; i < verdicts.size(); i++) {
                ((ObjectNode) lines.get(i).get("scores"))
                        .set(tally.metric.name(), tally.add(pairs.ids().get(from + i), verdicts.get(i)));
            }
        }
        return lines;
    }

    private static void summarize(ScoringPairs pairs, List<Tally> tallies, ObjectNode summary) {
        ObjectNode corpus = summary.putObject("corpus");
        ObjectNode signatures = summary.putObject("signatures");
        ObjectNode scored = summary.putObject("n");
        ObjectNode warnings = JsonNodeFactory.instance.objectNode();
        for (Tally tally : tallies) {
            String name = tally.metric.name();
            corpus.set(name, tally.corpus(pairs.answers()));
            signatures.put(name, tally.metric.signature());
            scored.put(name, tally.scored);
            tally.metric.corpusSignature().ifPresent(text -> signatures.put("corpus " + name, text));
            if (!tally.warnings.isEmpty()) {
                tally.warnings.forEach(warnings.putObject(name)::put);
            }
        }
        if (!warnings.isEmpty()) {
            summary.set("warnings", warnings);
        }
    }

    /** What one metric gave so far. */
    private static final class Tally {
        private final RequestedMetric metric;
        private final Map<String, String> warnings = new LinkedHashMap<>();
        private double[] sums = {};
        private int scored;

        Tally(RequestedMetric metric) {
            this.metric = metric;
        }

        /** The verdict as it stands in the file: a number, three numbers, or null. */
        JsonNode add(JsonNode id, Verdict verdict) {
            if (!verdict.reason().isEmpty()) {
                warnings.put(id.asText(), verdict.reason());
            }
            if (!(verdict instanceof Verdict.Scored score)) {
                return JsonNodeFactory.instance.nullNode();
            }
            Map<String, Double> parts = score.parts();
            double[] values = parts.containsKey("precision")
                    ? new double[] {parts.get("precision"), parts.get("recall"), parts.get("f1")}
                    : new double[] {score.score()};
            if (scored++ == 0) {
                sums = new double[values.length];
            }
            for (int i = 0; i < values.length; i++) {
                sums[i] += values[i];
            }
            return node(values);
        }

        /** The metric's own score of all pairs together where it has one, else the mean. */
        JsonNode corpus(List<Answer> answers) {
            return metric.corpusScore(answers)
                    .<JsonNode>map(JsonNodeFactory.instance::numberNode)
                    .orElseGet(() -> {
                        double[] means = sums.clone();
                        for (int i = 0; i < means.length; i++) {
                            means[i] /= scored;
                        }
                        return node(means);
                    });
        }

        private static JsonNode node(double[] values) {
            if (values.length == 0) {
                return JsonNodeFactory.instance.nullNode();
            }
            if (values.length == 1) {
                return JsonNodeFactory.instance.numberNode(values[0]);
            }
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            for (double value : values) {
                array.add(value);
            }
            return array;
        }

        void say(Console console, JsonNode corpus) {
            JsonNode score = corpus.isArray() ? corpus.get(2) : corpus;
            console.say(metric.name() + ": "
                    + (score.isNull() ? "no score" : String.format(Locale.ROOT, "%.4f", score.doubleValue()))
                    + (corpus.isArray()
                            ? String.format(
                                    Locale.ROOT,
                                    " (precision %.4f, recall %.4f)",
                                    corpus.get(0).doubleValue(),
                                    corpus.get(1).doubleValue())
                            : "")
                    + (metric.corpusSignature().isPresent() ? ", all together, " : ", mean of ") + scored + " pairs");
            warnings.entrySet().stream()
                    .findFirst()
                    .ifPresent(first -> console.note("Warning: " + metric.name() + ", " + warnings.size()
                            + (warnings.size() == 1 ? " pair" : " pairs") + ", first " + first.getKey() + ": "
                            + first.getValue()));
        }
    }
}

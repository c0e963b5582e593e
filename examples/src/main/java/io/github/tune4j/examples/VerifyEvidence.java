package io.github.tune4j.examples;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tune4j.InvalidInputException;
import io.github.tune4j.bertscore.OnnxTokenEncoder;
import io.github.tune4j.evaluation.EvidencePack;
import io.github.tune4j.evaluation.Metric;
import io.github.tune4j.evaluation.Scores;
import io.github.tune4j.evaluation.Summary;
import io.github.tune4j.evaluation.judge.Judge;
import io.github.tune4j.examples.cli.CommandLine;
import io.github.tune4j.examples.cli.Console;
import io.github.tune4j.examples.cli.Options;
import io.github.tune4j.run.Reportable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Checks the evidence of a report: every byte, every number, and every score that can be computed again offline. */
public final class VerifyEvidence {
    static final CommandLine COMMAND = CommandLine.of(
                    VerifyEvidence.class,
                    "Checks an evidence folder: the hash of every file, every number of the report from the scores, and the\n"
                            + "scores from the answers where that needs nobody else: BERTScore, ROUGE, BLEU, and a judge's kept\n"
                            + "verdicts.")
            .argument("DIR", "the folder, as CompareModels or EvidencePack.write makes it")
            .json()
            .example("comparison/evidence");

    private static final String PROFILES = "How the models answer";

    private VerifyEvidence() {}

    /**
     * Runs it.
     *
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        COMMAND.run(args, VerifyEvidence::run);
    }

    static int run(Options options, Console console) {
        Path folder = Path.of(options.required("DIR"));
        EvidencePack pack = EvidencePack.open(folder);
        List<String> problems = new ArrayList<>();
        List<Metric> again;
        try (OnnxTokenEncoder encoder = OnnxTokenEncoder.bundled()) {
            List<Scores> scores = scores(pack);
            again = metrics(folder, scores, encoder, problems);
            List<Reportable> parts =
                    writtenByCompareModels(folder) ? List.of(CompareModels.profiles(scores)) : List.of();
            problems.addAll(pack.verify(parts, again.toArray(Metric[]::new)));
        }
        List<String> distinct = problems.stream().distinct().toList();
        distinct.forEach(console::say);
        if (distinct.isEmpty()) {
            console.say("Every file and number holds; scored again: "
                    + (again.isEmpty()
                            ? "nothing"
                            : again.stream().map(Metric::name).collect(Collectors.joining(", "))));
        }
        console.object(json(distinct, again));
        return distinct.isEmpty() ? 0 : 1;
    }

    private static String json(List<String> problems, List<Metric> again) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("holds", problems.isEmpty());
        problems.forEach(json.putArray("problems")::add);
        again.forEach(metric -> json.withArray("scoredAgain").add(metric.name()));
        return json.toString();
    }

    /** None when a file is broken, which the verification names. */
    private static List<Scores> scores(EvidencePack pack) {
        try {
            return pack.scores();
        } catch (InvalidInputException e) {
            return List.of();
        }
    }

    private static boolean writtenByCompareModels(Path folder) {
        return text(folder.resolve("report.json")).contains(PROFILES);
    }

    /** Those that were computed just as they would be computed now. */
    private static List<Metric> metrics(
            Path folder, List<Scores> scores, OnnxTokenEncoder encoder, List<String> problems) {
        List<Metric> candidates = new ArrayList<>(ReferenceMetrics.of(encoder));
        Path sources = folder.resolve("sources");
        for (Path file : verdictFiles(sources)) {
            try {
                candidates.add(Judge.replay(file));
            } catch (InvalidInputException e) {
                problems.addAll(e.problems());
            }
        }
        logged(sources, scores, problems).ifPresent(candidates::add);
        Set<String> signatures = scores.stream()
                .flatMap(sheet -> sheet.summaries().stream())
                .map(Summary::signature)
                .collect(Collectors.toSet());
        return candidates.stream()
                .filter(metric -> signatures.contains(metric.signature()))
                .toList();
    }

    /** The logs of both sheets, where there are any. */
    private static Optional<Metric> logged(Path sources, List<Scores> scores, List<String> problems) {
        LoggedVerdicts logged = new LoggedVerdicts();
        List<String> names = List.of("base", "tuned");
        for (int i = 0; i < Math.min(scores.size(), names.size()); i++) {
            Path log = sources.resolve("correctness." + names.get(i) + ".log");
            if (!Files.isRegularFile(log)) {
                return Optional.empty();
            }
            try {
                logged.add(log, scores.get(i).answers(), names.get(i));
            } catch (InvalidInputException e) {
                problems.addAll(e.problems());
            }
        }
        return logged.tellsSheetsApart() ? Optional.of(logged) : Optional.empty();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }

    private static List<Path> verdictFiles(Path sources) {
        if (!Files.isDirectory(sources)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(sources)) {
            return files.filter(file -> file.toString().endsWith(".verdicts.jsonl"))
                    .toList();
        } catch (IOException e) {
            throw InvalidInputException.of(sources + " cannot be read", "check its permissions.", e);
        }
    }
}

package io.github.tune4j.examples;

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
            .example("comparison/evidence");

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
        List<String> problems;
        List<Metric> again;
        try (OnnxTokenEncoder encoder = OnnxTokenEncoder.bundled()) {
            again = metrics(folder, encoder);
            problems = pack.verify(again.toArray(Metric[]::new));
        }
        problems.forEach(console::say);
        if (problems.isEmpty()) {
            console.say("Every file and number holds; scored again: "
                    + (again.isEmpty()
                            ? "nothing"
                            : again.stream().map(Metric::name).collect(Collectors.joining(", "))));
        }
        return problems.isEmpty() ? 0 : 1;
    }

    /** Those that were computed just as they would be computed now. */
    private static List<Metric> metrics(Path folder, OnnxTokenEncoder encoder) {
        List<Metric> candidates = new ArrayList<>(ReferenceMetrics.of(encoder));
        verdictFiles(folder.resolve("sources")).forEach(file -> judge(file).ifPresent(candidates::add));
        Set<String> signatures = signatures(folder);
        return candidates.stream()
                .filter(metric -> signatures.contains(metric.signature()))
                .toList();
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

    /** A broken file is no judge; the verification names it. */
    private static Optional<Judge> judge(Path verdicts) {
        try {
            return Optional.of(Judge.replay(verdicts));
        } catch (InvalidInputException e) {
            return Optional.empty();
        }
    }

    private static Set<String> signatures(Path folder) {
        return Stream.of("tuned", "scored")
                .map(sheet -> folder.resolve(sheet).resolve("scores.jsonl"))
                .filter(Files::isRegularFile)
                .flatMap(VerifyEvidence::signaturesIn)
                .collect(Collectors.toSet());
    }

    private static Stream<String> signaturesIn(Path scores) {
        try {
            return Scores.read(scores).summaries().stream().map(Summary::signature);
        } catch (InvalidInputException e) {
            return Stream.empty();
        }
    }
}

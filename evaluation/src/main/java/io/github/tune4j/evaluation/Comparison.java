package io.github.tune4j.evaluation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tune4j.InvalidInputException;
import io.github.tune4j.answer.Question;
import io.github.tune4j.evaluation.statistics.PairedTest;
import io.github.tune4j.evaluation.statistics.SampleSizeAdvisor;
import io.github.tune4j.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Two models on the same questions. Each metric is compared over the questions that it scored for both: an answer
 * without a score is left out with its counterpart, and said so. Immutable.
 */
public final class Comparison {
    static final double ALPHA = 0.05;
    static final double POWER = 0.8;

    private final Scores base;
    private final Scores tuned;
    private final Map<String, Paired> pairs;
    private final List<String> notes;

    /** One metric: its scores in pairs and what they show; the outcome is null when there is no pair. */
    private record Paired(double[] base, double[] tuned, PairedTest.@Nullable Outcome outcome, double adjustedP) {}

    private Comparison(Scores base, Scores tuned) {
        this.base = base;
        this.tuned = tuned;
        this.pairs = adjusted(tuned.metrics().stream()
                .collect(Collectors.toMap(metric -> metric, this::paired, (a, b) -> a, LinkedHashMap::new)));
        this.notes = ComparisonNotes.of(this);
    }

    /**
     * Compares scores.
     *
     * @param base scores of the model to compare with
     * @param tuned scores of the model in question
     * @return the comparison
     * @throws InvalidInputException if the questions or the metrics with their signatures are not the same
     */
    public static Comparison of(Scores base, Scores tuned) {
        List<String> problems = differences(base, tuned);
        if (!problems.isEmpty()) {
            throw InvalidInputException.of(
                    problems, "ask both models the same questions and score them with the same metrics.");
        }
        return new Comparison(base, tuned);
    }

    private static List<String> differences(Scores base, Scores tuned) {
        List<String> problems = new ArrayList<>();
        Map<String, Question> asked = new LinkedHashMap<>();
        base.questions().forEach(question -> asked.put(question.id(), question));
        for (Question question : tuned.questions()) {
            Question same = asked.remove(question.id());
            if (same == null) {
                problems.add("question " + question.id() + " is answered by "
                        + tuned.answers().label() + " only");
            } else if (!same.equals(question)) {
                problems.add("question " + question.id() + " is not the same text or reference in both");
            }
        }
        asked.keySet()
                .forEach(id -> problems.add(
                        "question " + id + " is answered by " + base.answers().label() + " only"));
        if (!base.metrics().equals(tuned.metrics())) {
            problems.add("the metrics are " + base.metrics() + " and " + tuned.metrics());
        } else {
            for (String metric : base.metrics()) {
                if (!base.column(metric).signature().equals(tuned.column(metric).signature())) {
                    problems.add(metric + " is computed in two ways: "
                            + base.column(metric).signature() + " and "
                            + tuned.column(metric).signature());
                }
            }
        }
        return problems;
    }

    private Paired paired(String metric) {
        List<double[]> both = new ArrayList<>();
        for (Question question : base.questions()) {
            OptionalDouble before = base.column(metric).verdict(question).value();
            OptionalDouble after = tuned.column(metric).verdict(question).value();
            if (before.isPresent() && after.isPresent()) {
                both.add(new double[] {before.getAsDouble(), after.getAsDouble()});
            }
        }
        double[] first = both.stream().mapToDouble(pair -> pair[0]).toArray();
        double[] second = both.stream().mapToDouble(pair -> pair[1]).toArray();
        return new Paired(
                first, second, both.isEmpty() ? null : PairedTest.signFlip(first, second, ScoreColumn.SEED), 1);
    }

    private static Map<String, Paired> adjusted(Map<String, Paired> pairs) {
        double[] adjusted = PairedTest.Adjustment.HOLM.adjust(pairs.values().stream()
                .map(Paired::outcome)
                .filter(Objects::nonNull)
                .mapToDouble(PairedTest.Outcome::pValue)
                .toArray());
        int next = 0;
        Map<String, Paired> result = new LinkedHashMap<>();
        for (Map.Entry<String, Paired> entry : pairs.entrySet()) {
            Paired pair = entry.getValue();
            double p = pair.outcome() == null ? 1 : adjusted[next++];
            result.put(entry.getKey(), new Paired(pair.base(), pair.tuned(), pair.outcome(), p));
        }
        return result;
    }

    /**
     * The model to compare with.
     *
     * @return its scores
     */
    public Scores base() {
        return base;
    }

    /**
     * The model in question.
     *
     * @return its scores
     */
    public Scores tuned() {
        return tuned;
    }

    /**
     * What the questions that were scored for both show.
     *
     * @param metric the metric's name
     * @return empty when no question was scored for both
     * @throws InvalidInputException if there is no such metric
     */
    public Optional<PairedTest.Outcome> outcome(String metric) {
        return Optional.ofNullable(pair(metric).outcome());
    }

    /**
     * The p-value, adjusted by Holm for the number of metrics in this comparison.
     *
     * @param metric the metric's name
     * @return empty when no question was scored for both
     * @throws InvalidInputException if there is no such metric
     */
    public OptionalDouble adjustedP(String metric) {
        Paired pair = pair(metric);
        return pair.outcome() == null ? OptionalDouble.empty() : OptionalDouble.of(pair.adjustedP());
    }

    /**
     * How many questions would be needed to show a difference like this one with 80 % power at 5 %.
     *
     * @param metric the metric's name
     * @return empty when no number of questions would do, or no question was scored for both
     * @throws InvalidInputException if there is no such metric
     */
    public OptionalInt questionsNeeded(String metric) {
        Paired pair = pair(metric);
        if (pair.outcome() == null) {
            return OptionalInt.empty();
        }
        Integer questions = SampleSizeAdvisor.advise(PairedTest.differences(pair.base(), pair.tuned()), POWER, ALPHA)
                .questions();
        return questions == null ? OptionalInt.empty() : OptionalInt.of(questions);
    }

    /**
     * How often the metric scored both answers to a question.
     *
     * @param metric the metric's name
     * @return pairs, from 0
     * @throws InvalidInputException if there is no such metric
     */
    public int pairs(String metric) {
        return pair(metric).base().length;
    }

    /**
     * What the first metric shows, in one plain sentence: the means, how sure the difference is, and where it is not,
     * how many questions would be needed.
     *
     * @return the sentence
     */
    public String sentence() {
        return ComparisonNotes.sentence(this, tuned.metrics().get(0));
    }

    /**
     * What a reader must know beside the numbers: conditions that differ, answers that were left out, too few
     * questions.
     *
     * @return sentences, possibly none
     */
    public List<String> notes() {
        return notes;
    }

    /**
     * The comparison for programs.
     *
     * @return {@code {"metrics": {name: {"base", "tuned", "difference", "interval", "p", "pAdjusted", "n", "needed",
     *     "effectSize", "wins", "ties", "losses", "method"}}, "sentence"}} in one line; the interval is a list of two
     *     ends or null
     */
    public String toJson() {
        ObjectNode json = Json.object();
        json.set("metrics", JsonReport.metrics(this));
        return Json.line(json.put("sentence", sentence()));
    }

    /**
     * Checks the tuned scores, and the comparison with the base, against a policy.
     *
     * @param policy what is asked for
     * @return this comparison
     * @throws NotAcceptedException if they do not satisfy it, with everything that is wrong
     */
    public Comparison orThrow(AcceptancePolicy policy) {
        policy.check(this);
        return this;
    }

    /** What the two are called, the base first; never the same. */
    List<String> names() {
        String first = base.answers().label();
        String second = tuned.answers().label();
        return first.equals(second) ? List.of("base", "tuned") : List.of(first, second);
    }

    /** The scores of the questions that were scored for both: the base's, then the tuned model's. */
    double[][] pairedScores(String metric) {
        Paired pair = pair(metric);
        return new double[][] {pair.base(), pair.tuned()};
    }

    private Paired pair(String metric) {
        return Objects.requireNonNull(pairs.get(tuned.column(metric).metric()));
    }
}

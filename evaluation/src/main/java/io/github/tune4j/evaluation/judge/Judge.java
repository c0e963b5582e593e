package io.github.tune4j.evaluation.judge;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.answer.Answer;
import io.github.tune4j.chat.ChatModel;
import io.github.tune4j.chat.ChatOptions;
import io.github.tune4j.evaluation.Metric;
import io.github.tune4j.evaluation.Verdict;
import io.github.tune4j.evaluation.judge.VerdictLog.Judgement;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A model that scores answers by a {@link Rubric}. An answer cannot win by writing its own verdict, closing a tag or
 * giving orders (robust mode), and a verdict that cannot be read is never a 0.
 *
 * <p>Thread-safe. A judgement that was paid for is kept by a hash of everything that led to it; the same answer is not
 * judged twice. What the judge writes is untrusted: escape it wherever it is shown.
 */
public final class Judge implements Metric {
    private final String name;
    private final String signature;
    private final int repeats;
    private final VerdictLog log;
    private final @Nullable AnswerScorer scorer;

    private Judge(String name, String signature, int repeats, VerdictLog log, @Nullable AnswerScorer scorer) {
        this.name = name;
        this.signature = signature;
        this.repeats = repeats;
        this.log = log;
        this.scorer = scorer;
    }

    /** How the judge is asked and its reply is read. */
    public enum Mode {
        /**
         * A verdict in a forced shape, or else as text, read outside of whatever the judge quotes; the question, the
         * reference and the answer are fenced.
         */
        ROBUST,
        /**
         * The structure of LangChain's labelled score evaluator and its strict parser, on a scale of 1 to 10, asked
         * once. The answer is not fenced: an answer that closes its section can address the judge.
         */
        LANGCHAIN_LABELLED_SCORE
    }

    /** What came of asking. */
    public enum Outcome {
        /** A number on the scale. */
        SCORED,
        /** No number, or a doubtful one. */
        UNREADABLE,
        /** The judge does not judge. */
        REFUSED,
        /** A number off the scale. */
        OUT_OF_RANGE,
        /** No reply: too many requests. */
        THROTTLED,
        /** No reply for another reason. */
        NOT_ANSWERED;

        /** Whether there was a reply, which is kept and not paid for again. */
        boolean fromReply() {
            return this != THROTTLED && this != NOT_ANSWERED;
        }

        /** Whether asking once more may give a number. */
        boolean worthAsking() {
            return this == UNREADABLE || this == OUT_OF_RANGE;
        }
    }

    /**
     * What a reply says.
     *
     * @param outcome what came of it
     * @param score null unless scored
     */
    public record Reading(Outcome outcome, @Nullable Double score) {
        static final Reading UNREADABLE = new Reading(Outcome.UNREADABLE, null);
        static final Reading REFUSED = new Reading(Outcome.REFUSED, null);
        static final Reading OUT_OF_RANGE = new Reading(Outcome.OUT_OF_RANGE, null);

        /**
         * Reads a judge's reply without asking anybody.
         *
         * @param mode how to read it: as text in any form, or strictly as LangChain does
         * @param rubric whose scale holds, and by whose name the judge may call its score
         * @param reply the reply's text
         * @return what it says
         */
        public static Reading of(Mode mode, Rubric rubric, String reply) {
            return mode == Mode.ROBUST ? new VerdictReader(rubric).read(reply) : StrictReader.read(reply);
        }
    }

    /**
     * Begins a judge.
     *
     * @param model who judges; pace and price are its own
     * @param rubric what it looks at
     * @return a builder with the robust mode, one judgement an answer and temperature 0
     */
    public static Builder builder(ChatModel model, Rubric rubric) {
        return new Builder(model, rubric);
    }

    /**
     * A judge that only repeats what a file of verdicts holds. An answer without a kept verdict is unscored; no model
     * is asked.
     *
     * @param verdicts the file that a judge has written
     * @return the judge
     * @throws InvalidInputException if the file cannot be read, is empty, holds the verdicts of several judges, or a
     *     score is not what the raw reply beside it says
     */
    public static Judge replay(Path verdicts) {
        return replay(verdicts, signature -> true);
    }

    /**
     * A judge that only repeats what one of several judges has said that share a file.
     *
     * @param verdicts the file that the judges have written
     * @param mode how it was asked
     * @param criterion its rubric's name
     * @return the judge
     * @throws InvalidInputException as for {@link #replay(Path)}
     */
    public static Judge replay(Path verdicts, Mode mode, String criterion) {
        return replay(verdicts, signature -> signature.startsWith(AnswerScorer.head(criterion, mode)));
    }

    private static Judge replay(Path verdicts, Predicate<String> wanted) {
        VerdictLog log = VerdictLog.read(verdicts);
        List<Judgement> kept = log.judgements().values().stream()
                .filter(judgement -> wanted.test(judgement.signature()))
                .toList();
        Set<String> signatures = kept.stream().map(Judgement::signature).collect(Collectors.toCollection(TreeSet::new));
        if (signatures.size() != 1) {
            throw InvalidInputException.of(
                    signatures.isEmpty()
                            ? "The file " + verdicts + " holds no verdict of this judge."
                            : "The verdicts " + verdicts + " are those of " + signatures.size() + " judges: "
                                    + String.join(", ", signatures) + ".",
                    "say which judge is meant, or give a file that one judge with one rubric and one model has written.");
        }
        int repeats = 1 + kept.stream().mapToInt(Judgement::repeat).max().orElse(0);
        return new Judge(kept.get(0).metric(), kept.get(0).signature(), repeats, log, null);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String signature() {
        return signature + "|repeats:" + repeats;
    }

    /**
     * Judges one answer, or repeats what was said of it before. With repeats the score is the mean of those that could
     * be read, and the parts say how many they were and how far they lie apart.
     *
     * @param answer the answer
     * @return the verdict; unscored with the outcome's name first when none could be read
     */
    @Override
    public Verdict score(Answer answer) {
        List<Judgement> judgements = new ArrayList<>();
        for (int repeat = 0; repeat < repeats; repeat++) {
            judgements.add(judgement(answer, repeat));
        }
        List<Judgement> scored =
                judgements.stream().filter(j -> j.score() != null).toList();
        if (scored.isEmpty()) {
            Judgement first = judgements.get(0);
            return Verdict.unscored(outcomeText(first.outcome()) + ": " + first.reason());
        }
        double[] scores = scored.stream()
                .mapToDouble(j -> j.score() == null ? 0 : j.score())
                .sorted()
                .toArray();
        double sum = 0;
        for (double score : scores) {
            sum += score;
        }
        Map<String, Double> parts = repeats == 1
                ? Map.of()
                : Map.of("repeats", (double) scores.length, "spread", scores[scores.length - 1] - scores[0]);
        return new Verdict.Scored(sum / scores.length, parts, scored.get(0).reason());
    }

    /**
     * The wording of the prompts, unless this judge only replays, and every verdict of this judge as it is kept.
     *
     * @return {@code prompt.txt} and {@code verdicts.jsonl}
     */
    @Override
    public Map<String, String> evidence() {
        String verdicts = log.linesOf(signature);
        return scorer == null
                ? Map.of("verdicts.jsonl", verdicts)
                : Map.of("prompt.txt", scorer.prompt().texts().source(), "verdicts.jsonl", verdicts);
    }

    private Judgement judgement(Answer answer, int repeat) {
        String key = VerdictLog.key(signature, answer, repeat);
        if (scorer != null) {
            return log.findOrElse(key, () -> scorer.judge(answer, repeat));
        }
        Judgement kept = log.find(key);
        return kept != null
                ? kept
                : new Judgement(
                        name,
                        signature,
                        repeat,
                        Outcome.NOT_ANSWERED,
                        null,
                        "no verdict of this answer is kept",
                        VerdictLog.Raw.NONE);
    }

    private static String outcomeText(Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** Collects settings. Not thread-safe. */
    public static final class Builder {
        private final ChatModel model;
        private final Rubric rubric;

        @NotNull
        private Mode mode = Mode.ROBUST;

        @NotNull
        private ChatOptions options =
                ChatOptions.builder().temperature(0).maxTokens(1024).build();

        @Positive
        private int repeats = 1;

        @Positive
        private double normalizeBy = 1;

        private @Nullable Path verdicts;

        private Builder(ChatModel model, Rubric rubric) {
            this.model = model;
            this.rubric = rubric;
        }

        /**
         * Sets how the judge is asked and its reply is read.
         *
         * @param mode the mode; robust by default
         * @return this builder
         */
        public Builder mode(Mode mode) {
            this.mode = mode;
            return this;
        }

        /**
         * Sets the file that keeps what was said: a judgement a line, appended at once. A crash or a rerun repeats no
         * paid call, and {@link Judge#replay} needs nothing else.
         *
         * @param file created when it does not exist; readable by its owner only
         * @return this builder
         */
        public Builder verdicts(Path file) {
            this.verdicts = file;
            return this;
        }

        /**
         * Sets how often each answer is judged.
         *
         * @param times from 1
         * @return this builder
         */
        public Builder repeats(int times) {
            this.repeats = times;
            return this;
        }

        /**
         * Sets the conditions of the judge's reply.
         *
         * @param options by default temperature 0 and at most 1,024 tokens
         * @return this builder
         */
        public Builder options(ChatOptions options) {
            this.options = options;
            return this;
        }

        /**
         * Sets what each score is divided by after it was read.
         *
         * @param divisor above 0; 10 turns a scale of 1 to 10 into 0.1 to 1
         * @return this builder
         */
        public Builder normalizeBy(double divisor) {
            this.normalizeBy = divisor;
            return this;
        }

        /**
         * Ends the settings and reads what the file of verdicts holds. No model is asked.
         *
         * @return the judge
         * @throws InvalidInputException if a setting is out of its range, all of them together, or the file cannot be
         *     read
         */
        public Judge build() {
            InvalidInputException.check(this);
            AnswerScorer scorer = new AnswerScorer(model, rubric, mode, options, normalizeBy);
            VerdictLog log = verdicts == null ? VerdictLog.inMemory() : VerdictLog.open(verdicts);
            return new Judge(rubric.name(), scorer.signature(), repeats, log, scorer);
        }

        @AssertTrue(message = "scores from 1 to 10 in this mode")
        private boolean isRubric() {
            return mode == Mode.ROBUST || rubric.lowest() == 1 && rubric.highest() == 10;
        }
    }
}

package io.github.tune4j.evaluation;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.answer.Answer;
import io.github.tune4j.answer.AnswerSheet;
import io.github.tune4j.run.Progress;
import io.github.tune4j.run.ProgressListener;
import io.github.tune4j.work.Crew;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Positive;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Scores answers by several metrics. Reads answer sheets, never the models that wrote them. Immutable and thread-safe.
 */
public final class Evaluation {
    private final List<Metric> metrics;
    private final Crew crew;

    private Evaluation(Builder builder) {
        this.metrics = builder.metrics;
        this.crew = new Crew(builder.parallelism, builder.executor, builder.progress);
    }

    /**
     * An evaluation that scores one answer at a time.
     *
     * @param metrics what scores; the first one leads reports
     * @return the evaluation
     * @throws InvalidInputException if there is none, or two have the same name
     */
    public static Evaluation of(Metric... metrics) {
        return builder(metrics).build();
    }

    /**
     * Begins an evaluation.
     *
     * @param metrics what scores; the first one leads reports
     * @return a builder
     */
    public static Builder builder(Metric... metrics) {
        return new Builder(List.of(metrics));
    }

    /**
     * Scores a sheet. A question that was not answered is unscored by every metric.
     *
     * @param sheet the answers
     * @return the scores
     */
    public Scores score(AnswerSheet sheet) {
        long total = (long) sheet.answers().size() * metrics.size();
        try (Progress.Meter meter = crew.meter("scores", total)) {
            return Scores.of(
                    sheet,
                    metrics.stream().map(metric -> column(metric, sheet, meter)).toList());
        }
    }

    /**
     * Scores two sheets and compares them question by question.
     *
     * @param base answers of the model to compare with
     * @param tuned answers of the model in question, to the same questions
     * @return the comparison
     * @throws InvalidInputException if the questions are not the same
     */
    public Comparison compare(AnswerSheet base, AnswerSheet tuned) {
        return Comparison.of(score(base), score(tuned));
    }

    private ScoreColumn column(Metric metric, AnswerSheet sheet, Progress.Meter meter) {
        List<Verdict> verdicts = verdicts(metric, sheet, meter);
        Map<String, Verdict> byQuestion = new LinkedHashMap<>();
        for (int i = 0; i < verdicts.size(); i++) {
            byQuestion.put(sheet.answers().get(i).question().id(), verdicts.get(i));
        }
        sheet.failures()
                .forEach(failure -> byQuestion.put(
                        failure.question().id(), Verdict.unscored("not answered: " + failure.problem())));
        OptionalDouble corpus =
                sheet.answers().isEmpty() ? OptionalDouble.empty() : metric.corpusScore(sheet.answers());
        return new ScoreColumn(
                metric.name(),
                metric.signature(),
                corpus.isPresent() ? (Double) corpus.getAsDouble() : null,
                byQuestion,
                metric.evidence());
    }

    private List<Verdict> verdicts(Metric metric, AnswerSheet sheet, Progress.Meter meter) {
        List<Answer> answers = sheet.answers();
        if (inBatches(metric) || answers.isEmpty()) {
            List<Verdict> verdicts = metric.scoreAll(answers);
            meter.add(answers.size());
            return verdicts;
        }
        @Nullable Verdict[] verdicts = new @Nullable Verdict[answers.size()];
        crew.each(IntStream.range(0, answers.size()).boxed().toList(), "the same answer sheet", i -> {
            verdicts[i] = finite(metric.score(answers.get(i)));
            meter.add(1);
        });
        List<Verdict> all = new ArrayList<>();
        for (Verdict verdict : verdicts) {
            if (verdict == null) {
                throw new IllegalStateException(metric.name() + " gave no verdict");
            }
            all.add(verdict);
        }
        return all;
    }

    /** A number that is none would spoil every mean without being seen. */
    private static Verdict finite(Verdict verdict) {
        return verdict.value().isPresent() && !Double.isFinite(verdict.value().getAsDouble())
                ? Verdict.unscored("the score is " + verdict.value().getAsDouble())
                : verdict;
    }

    private static boolean inBatches(Metric metric) {
        try {
            return metric.getClass().getMethod("scoreAll", List.class).getDeclaringClass() != Metric.class;
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("every metric has scoreAll", e);
        }
    }

    /** Collects settings. Not thread-safe. */
    public static final class Builder {
        @NotEmpty
        private final List<Metric> metrics;

        @Positive
        private int parallelism = 1;

        private @Nullable Executor executor;
        private @Nullable ProgressListener progress;

        private Builder(List<Metric> metrics) {
            this.metrics = metrics;
        }

        /**
         * Sets how many answers are scored at a time, which matters to a judge.
         *
         * @param answers from 1; 1 by default
         * @return this builder
         */
        public Builder parallelism(int answers) {
            this.parallelism = answers;
            return this;
        }

        /**
         * Sets whose threads score. Without one the evaluation makes its own and ends them.
         *
         * @param executor runs at least as many tasks at a time as {@link #parallelism} says
         * @return this builder
         */
        public Builder executor(Executor executor) {
            this.executor = executor;
            return this;
        }

        /**
         * Sets who hears how far the scoring has come.
         *
         * @param listener counts single scores
         * @return this builder
         */
        public Builder progress(ProgressListener listener) {
            this.progress = listener;
            return this;
        }

        /**
         * Ends the settings.
         *
         * @return the evaluation
         * @throws InvalidInputException if there is no metric, two have the same name, or the parallelism is below 1
         */
        public Evaluation build() {
            InvalidInputException.check(this);
            return new Evaluation(this);
        }

        @AssertTrue(message = "must have names of their own")
        private boolean isMetricNames() {
            return metrics.stream().map(Metric::name).distinct().count() == metrics.size();
        }
    }
}

package io.github.tune4j.job;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.aws.AwsCallException;
import io.github.tune4j.model.HyperParameters;
import io.github.tune4j.run.BudgetExceededException;
import io.github.tune4j.run.CostEstimate;
import io.github.tune4j.run.ProgressListener;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The same job with several hyperparameters, to find the best. Each variant is a tuning job of its own name, so a sweep that
 * was broken off goes on where it was, like a single job. Immutable.
 */
public final class HyperParameterSweep {
    private final FineTuningJob.Builder common;
    private final Map<String, FineTuningJob.Builder> variants;
    private final int atOnce;
    private final @Nullable ProgressListener progress;

    private HyperParameterSweep(Builder builder) {
        this.common = builder.common.copy();
        this.variants = new LinkedHashMap<>();
        builder.variants.forEach((suffix, settings) -> variants.put(suffix, variant(suffix, settings)));
        this.atOnce = builder.atOnce;
        this.progress = builder.progress;
    }

    /**
     * Begins a sweep.
     *
     * @param common what all variants have in common; its name is the beginning of theirs
     * @return a builder
     */
    public static Builder builder(FineTuningJob.Builder common) {
        return new Builder(common.copy());
    }

    /** What the common settings leave open is the variant's; a name of a tuned model takes no dots and no plus signs. */
    private FineTuningJob.Builder variant(String suffix, HyperParameters settings) {
        Map<String, String> values = new LinkedHashMap<>(common.draft.hyperParameters.values());
        values.putAll(settings.values());
        HyperParameters.Builder all = HyperParameters.builder();
        values.forEach(all::add);
        return common.copy()
                .name(common.draft.name + "-" + suffix)
                .customModelName(modelName(common, suffix))
                .hyperParameters(all.build());
    }

    private static String modelName(FineTuningJob.Builder common, String suffix) {
        String model = (common.draft.customModelName == null ? common.draft.name : common.draft.customModelName) + "-"
                + suffix;
        return model.replaceAll("[^0-9a-zA-Z]+", "-");
    }

    /**
     * What all variants cost together at most, as far as prices are publicly known. Calls nothing.
     *
     * @return one line a variant and item
     * @throws InvalidInputException if settings are missing or wrong
     */
    public CostEstimate estimate() {
        List<CostEstimate.Line> lines = new ArrayList<>();
        variants.forEach((suffix, job) -> job.estimate()
                .lines()
                .forEach(line ->
                        lines.add(new CostEstimate.Line(line.what() + " of " + suffix, line.formula(), line.usd()))));
        return CostEstimate.of(lines, common.session().prices().asOf());
    }

    /**
     * Runs the variants, as many at once as wished and as the account may have, and ranks them. Variants that were
     * submitted before are come back to and not paid again; one that failed is reported, and ends nothing.
     *
     * @param max how long at most
     * @return the ranking
     * @throws BudgetExceededException if the session's budget does not suffice for all variants that are still to be
     *     submitted; none is
     * @throws InvalidInputException if settings are missing or wrong
     * @throws PreflightException if the first variant would fail
     * @throws StillRunningException if a variant has not ended by then; it runs on
     * @throws JobMismatchException if the name of a variant belongs to another job
     * @throws AwsCallException if AWS refuses
     * @throws io.github.tune4j.CancelledException if the thread is interrupted; the jobs run on
     */
    public SweepReport runOrResume(Duration max) {
        return new SweepRun(common.session(), String.valueOf(common.draft.name), variants, atOnce, progress).run(max);
    }

    /** Collects the variants. Not thread-safe. */
    public static final class Builder {
        private final FineTuningJob.Builder common;

        @NotEmpty(message = "must be at least one: addVariant")
        private final Map<String, HyperParameters> variants = new LinkedHashMap<>();

        @Min(1)
        private int atOnce = 2;

        private @Nullable ProgressListener progress;
        private final List<String> problems = new ArrayList<>();

        private Builder(FineTuningJob.Builder common) {
            this.common = common;
        }

        /**
         * Adds a variant.
         *
         * @param suffix what its name ends with: letters, digits, {@code + - .}
         * @param settings gets a builder with nothing set; what it leaves open is as in the common settings
         * @return this builder
         */
        public Builder addVariant(String suffix, Consumer<? super HyperParameters.Builder> settings) {
            HyperParameters.Builder builder = HyperParameters.builder();
            settings.accept(builder);
            if (!suffix.matches("[a-zA-Z0-9+.-]+")) {
                problems.add("addVariant: '" + suffix + "' must hold letters, digits and + - . only");
            }
            if (variants.put(suffix, builder.build()) != null) {
                problems.add("addVariant: '" + suffix + "' is there twice");
            }
            return this;
        }

        /**
         * Sets how many jobs may run at once. The account's quota, usually ten a region, counts as well, with the jobs
         * of others.
         *
         * @param jobs from 1; 2 unless set
         * @return this builder
         */
        public Builder atOnce(int jobs) {
            this.atOnce = jobs;
            return this;
        }

        /**
         * Sets who hears how many variants have ended.
         *
         * @param listener who hears
         * @return this builder
         */
        public Builder progress(ProgressListener listener) {
            this.progress = listener;
            return this;
        }

        /**
         * Ends the settings. Nothing is called yet.
         *
         * @return the sweep
         * @throws InvalidInputException if there is no variant, two have one name, or there is no validation data to rank
         *     by
         */
        public HyperParameterSweep build() {
            List<String> all = new ArrayList<>(problems);
            try {
                InvalidInputException.check(this);
            } catch (InvalidInputException e) {
                all.addAll(e.problems());
            }
            if (common.draft.name == null) {
                all.add("name must be set");
            }
            if (common.draft.validationData == null) {
                all.add("validationData must be set: variants are ranked by validation loss");
            }
            Map<String, String> byModel = new LinkedHashMap<>();
            for (String suffix : variants.keySet()) {
                String other = byModel.putIfAbsent(modelName(common, suffix), suffix);
                if (other != null) {
                    all.add("addVariant: '" + other + "' and '" + suffix
                            + "' give their tuned models one name, which holds no dots and plus signs");
                }
            }
            if (!all.isEmpty()) {
                throw InvalidInputException.of(all, "correct the named settings.");
            }
            return new HyperParameterSweep(this);
        }
    }
}

package io.github.tune4j.dataset.validation;

import io.github.tune4j.CancelledException;
import io.github.tune4j.InvalidInputException;
import io.github.tune4j.dataset.validation.DatasetLimits.Range;
import io.github.tune4j.run.Progress;
import io.github.tune4j.run.ProgressListener;
import io.github.tune4j.run.TimeSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Checks training and validation files against what a base model takes. Reads each file to its end, whatever it holds,
 * and reports every problem with its line and place; files of any size in a heap of 64 MiB.
 *
 * <p>The rules of a Claude record are those of AWS's own script. JSON is read within limits that such a record never
 * meets: 1,000 levels, keys and numbers of a million characters, texts of two million. Lines end at LF, CR LF or a CR
 * alone, and a blank line is an error.
 *
 * <p>Immutable and thread-safe. Uses as many threads as there are processors, up to eight.
 */
public final class DatasetValidator {
    private static final int MOST_THREADS = 8;

    private final RecordLimits limits;
    private final int maxIssuesKept;
    private final @Nullable ProgressListener listener;

    private DatasetValidator(Builder builder) {
        this.limits = new RecordLimits(builder.limits, builder.tokenEstimator);
        this.maxIssuesKept = builder.maxIssuesKept;
        this.listener = builder.listener;
        RecordCheck.of(builder.limits);
    }

    /**
     * A validator with the standard estimate of tokens.
     *
     * @param limits what the base model takes
     * @return the validator
     * @throws InvalidInputException if no model is trained with the limits' format
     */
    public static DatasetValidator of(DatasetLimits limits) {
        return builder(limits).build();
    }

    /**
     * Begins a validator with the standard estimate of tokens that keeps 1,000 errors and 1,000 warnings of each file.
     *
     * @param limits what the base model takes
     * @return a builder
     */
    public static Builder builder(DatasetLimits limits) {
        return new Builder(limits);
    }

    /**
     * Checks a training file alone.
     *
     * @param training JSON Lines
     * @return what was found
     * @throws InvalidInputException if the file cannot be read
     * @throws CancelledException if the thread is interrupted
     */
    public ValidationReport validate(Path training) {
        return report(List.of(check(Role.TRAINING, training)));
    }

    /**
     * Checks both files and their sum.
     *
     * @param training JSON Lines
     * @param validation JSON Lines
     * @return what was found
     * @throws InvalidInputException if a file cannot be read
     * @throws CancelledException if the thread is interrupted
     */
    public ValidationReport validate(Path training, Path validation) {
        return report(List.of(check(Role.TRAINING, training), check(Role.VALIDATION, validation)));
    }

    /**
     * Checks training data that comes as a stream, such as standard input.
     *
     * @param training JSON Lines; not closed
     * @return what was found
     * @throws InvalidInputException if the stream cannot be read
     * @throws CancelledException if the thread is interrupted
     */
    public ValidationReport validate(InputStream training) {
        return report(List.of(check(Role.TRAINING, training, Path.of("-"), null)));
    }

    /**
     * Checks training data that comes as a stream, a validation file, and their sum.
     *
     * @param training JSON Lines; not closed
     * @param validation JSON Lines
     * @return what was found
     * @throws InvalidInputException if one of them cannot be read
     * @throws CancelledException if the thread is interrupted
     */
    public ValidationReport validate(InputStream training, Path validation) {
        return report(List.of(check(Role.TRAINING, training, Path.of("-"), null), check(Role.VALIDATION, validation)));
    }

    /** Which of the two files, and so which limits. */
    private enum Role {
        TRAINING,
        VALIDATION;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private record Checked(Role role, Path file, FileCheck check) {
        ValidationReport.CheckedFile facts() {
            long errors = 0;
            long warnings = 0;
            for (var count : check.findings().counts().entrySet()) {
                errors += count.getKey().isError() ? count.getValue() : 0;
                warnings += count.getKey().isError() ? 0 : count.getValue();
            }
            return new ValidationReport.CheckedFile(role.word(), file, check.bytes(), check.lines(), errors, warnings);
        }
    }

    private Checked check(Role role, Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return check(role, in, file, Files.size(file));
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private Checked check(Role role, InputStream in, Path file, @Nullable Long bytes) {
        int processors = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
        int threads = bytes != null && bytes < 2 * LineChunks.CHUNK ? 1 : processors;
        try (Progress.Meter meter =
                Progress.meter("validating bytes of " + role.word() + " data", bytes, listener, TimeSource.system())) {
            FileCheck check = new FileCheck(limits, maxIssuesKept, meter);
            check.run(in, file.toString(), threads);
            checkWhole(check, role, file);
            return new Checked(role, file, check);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private void checkWhole(FileCheck check, Role role, Path file) {
        DatasetLimits model = limits.limits();
        boolean training = role == Role.TRAINING;
        OptionalLong mostBytes = training ? model.trainingBytes() : model.validationBytes();
        if (mostBytes.isPresent() && check.bytes() > mostBytes.getAsLong()) {
            check.report(Rule.FILE_SIZE, check.bytes(), mostBytes.getAsLong());
        }
        Range records =
                training ? model.trainingRecords() : model.validationRecords().orElse(null);
        if (records == null) {
            check.report(Rule.VALIDATION_UNSUPPORTED);
        } else if (!records.contains(check.lines())) {
            check.report(Rule.LINE_COUNT, check.lines(), inWords(records));
        }
        check.checkLineEnds();
        if (!file.toString().equals("-") && !file.toString().endsWith(".jsonl")) {
            check.report(Rule.FILE_NAME);
        }
    }

    private ValidationReport report(List<Checked> checked) {
        Findings together = new Findings(maxIssuesKept);
        long lines = checked.stream().mapToLong(c -> c.check().lines()).sum();
        Range records = limits.limits().records();
        if (!records.contains(lines)) {
            String problem = Rule.TOTAL_LINES.problem(lines, inWords(records));
            together.add(new Finding(Rule.TOTAL_LINES, 0, 0, "", "", problem));
        }
        List<Findings> findings = new ArrayList<>();
        checked.forEach(c -> findings.add(c.check().findings()));
        findings.add(together);
        return new ValidationReport(
                limits.limits().asOf(), checked.stream().map(Checked::facts).toList(), findings);
    }

    private static String inWords(Range range) {
        String min = Wording.grouped(range.min());
        return range.max() == null
                ? "at least " + min
                : (range.min() == 0 ? "at most " : min + " to ") + Wording.grouped(range.max());
    }

    private static InvalidInputException unreadable(Path file, IOException cause) {
        return InvalidInputException.of(
                file + " cannot be read.", "check that the file exists and is readable.", cause);
    }

    /** Collects what a validator needs. Not thread-safe. */
    public static final class Builder {
        private final DatasetLimits limits;

        private TokenEstimator tokenEstimator = TokenEstimator.standard();

        private int maxIssuesKept = 1_000;

        private @Nullable ProgressListener listener;

        private Builder(DatasetLimits limits) {
            this.limits = limits;
        }

        /**
         * Sets how tokens are estimated.
         *
         * @param estimator thread-safe
         * @return this builder
         */
        public Builder tokenEstimator(TokenEstimator estimator) {
            this.tokenEstimator = estimator;
            return this;
        }

        /**
         * Sets how many errors, and how many warnings, of each file the report keeps. All of them are counted.
         *
         * @param issues from 1
         * @return this builder
         */
        public Builder maxIssuesKept(int issues) {
            this.maxIssuesKept = issues;
            return this;
        }

        /**
         * Sets who hears how many bytes have been checked.
         *
         * @param listener the listener
         * @return this builder
         */
        public Builder progress(ProgressListener listener) {
            this.listener = listener;
            return this;
        }

        /**
         * Ends the settings.
         *
         * @return the validator
         * @throws InvalidInputException if a setting is wrong, or no model is trained with the limits' format
         */
        public DatasetValidator build() {
            // By hand: the engine of constraints takes longer to start than a file takes to be checked.
            if (maxIssuesKept < 1) {
                throw InvalidInputException.of(
                        "maxIssuesKept must be greater than 0 (was " + maxIssuesKept + ")",
                        "correct the named settings.");
            }
            return new DatasetValidator(this);
        }
    }
}

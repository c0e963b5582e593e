package io.github.tune4j.dataset.quality;

import io.github.tune4j.TuneException;
import io.github.tune4j.dataset.quality.Finding.Kind;
import io.github.tune4j.json.PrivateFiles;
import io.github.tune4j.run.ReportSection;
import io.github.tune4j.run.ReportSection.Severity;
import io.github.tune4j.run.Reportable;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the doctor found. All findings are counted; the first ones of each kind are kept. Immutable.
 * {@link #toString()} is the report for people.
 */
public final class QualityReport implements Reportable {
    private final List<ExaminedFile> files;
    private final List<Finding> findings;
    private final Map<Kind, Long> counts;
    private final List<TopicCoverage> coverage;

    QualityReport(List<ExaminedFile> files, Findings findings, List<TopicCoverage> coverage) {
        this.files = List.copyOf(files);
        this.findings = List.copyOf(findings.kept());
        this.counts = new EnumMap<>(Kind.class);
        this.counts.putAll(findings.counts());
        this.coverage = List.copyOf(coverage);
    }

    /**
     * A set that was read to its end.
     *
     * @param role {@code training}, {@code validation} or {@code evaluation}
     * @param file where it lies; the role when it came from no file
     * @param records how many records it has
     * @param languages how many questions are in which language: ISO 639 codes, {@code und} where that cannot be told,
     *     and the script's name where it serves several languages
     */
    public record ExaminedFile(String role, String file, long records, Map<String, Long> languages) {
        /**
         * Copies the map.
         *
         * @param role {@code training}, {@code validation} or {@code evaluation}
         * @param file where it lies
         * @param records how many records it has
         * @param languages how many questions are in which language
         */
        public ExaminedFile {
            languages = java.util.Collections.unmodifiableMap(new TreeMap<>(languages));
        }
    }

    /** What it comes to. */
    public enum Verdict {
        /** Nothing was found. */
        FIT,
        /** There is something to look at, and no error. */
        DOUBTFUL,
        /** There is an error: a leak, a secret, or something empty. */
        UNFIT
    }

    /**
     * What it comes to.
     *
     * @return unfit with any error, doubtful with any warning, otherwise fit
     */
    public Verdict verdict() {
        if (findings.isEmpty()) {
            return Verdict.FIT;
        }
        return findings.stream().anyMatch(f -> f.severity() == Severity.ERROR) ? Verdict.UNFIT : Verdict.DOUBTFUL;
    }

    /**
     * What was read.
     *
     * @return training, validation and evaluation data, as far as they were given
     */
    public List<ExaminedFile> files() {
        return files;
    }

    /**
     * What was found, errors first.
     *
     * @return of each kind at most as many as the doctor keeps
     */
    public List<Finding> findings() {
        return findings;
    }

    /**
     * What was found of one kind.
     *
     * @param kind the kind
     * @return at most as many as the doctor keeps
     */
    public List<Finding> findings(Kind kind) {
        return findings.stream().filter(f -> f.kind() == kind).toList();
    }

    /**
     * All findings of a kind, kept or not.
     *
     * @param kind the kind
     * @return the number
     */
    public long count(Kind kind) {
        return counts.getOrDefault(kind, 0L);
    }

    /**
     * How much the training data says about each topic; without training data the first of the sets.
     *
     * @return in the order in which the topics were given, or the most named first
     */
    public List<TopicCoverage> coverage() {
        return coverage;
    }

    /**
     * The topics of which the data says little, for
     * {@link io.github.tune4j.dataset.DatasetGenerator.Builder#topics}.
     *
     * @return their names
     */
    public List<String> thinTopics() {
        return coverage.stream()
                .filter(TopicCoverage::thin)
                .map(TopicCoverage::topic)
                .toList();
    }

    /**
     * Ends a program whose data has more wrong with it than a policy allows.
     *
     * @param policy what is allowed
     * @return this report, when the data satisfies the policy
     * @throws UnfitDatasetException otherwise
     */
    public QualityReport orThrow(QualityPolicy policy) {
        List<String> violations = policy.violations(this);
        if (violations.isEmpty()) {
            return this;
        }
        throw new UnfitDatasetException(
                this, violations, "go through the findings of the report; each says what to do.");
    }

    /**
     * Writes the report as one JSON object: {@code verdict}, {@code relations} between two records, {@code findings} in
     * one, {@code topics}, {@code files} with their languages, and {@code counts}, which are exact.
     *
     * @param file the file, replaced when it exists
     * @throws TuneException if it cannot be written
     */
    public void writeJson(Path file) {
        PrivateFiles.write(file, toJson());
    }

    /**
     * The report as one JSON object.
     *
     * @return what {@link #writeJson} writes
     */
    public String toJson() {
        return QualityText.json(this);
    }

    @Override
    public ReportSection section() {
        return QualityText.section(this);
    }

    @Override
    public String toString() {
        return QualityText.text(this);
    }

    Map<Kind, Long> counts() {
        return counts;
    }
}

package io.github.tune4j.evaluation;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.TuneException;
import io.github.tune4j.evaluation.statistics.Interval;
import io.github.tune4j.json.PrivateFiles;
import io.github.tune4j.run.ReportSection;
import io.github.tune4j.run.Reportable;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotBlank;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Scores or a comparison as a document: the verdict first, then means with intervals, every question with its answers
 * and reasons, whatever else belongs to the run, and how the numbers came about. Immutable.
 *
 * <p>As HTML it is one file without outside resources and without scripts. What models wrote is shown as it is and never
 * becomes markup, in any form. The files are readable by their owner only.
 */
public final class Report {
    private final String title;
    private final @Nullable Comparison comparison;
    private final List<Scores> sheets;
    private final List<ReportSection> sections;
    private final List<String> standIns;
    private final Map<String, Map<String, ?>> data;
    private final Map<String, String> evidence;
    private final RepeatedReasons repeated;

    private Report(Builder builder) {
        this.title = builder.title;
        this.comparison = builder.comparison;
        this.sheets = builder.sheets;
        this.sections = List.copyOf(builder.sections);
        this.standIns = List.copyOf(builder.standIns);
        this.data = new LinkedHashMap<>(builder.data);
        this.evidence = new LinkedHashMap<>(builder.evidence);
        this.repeated = new RepeatedReasons(sheets);
    }

    /**
     * Begins a report on two models.
     *
     * @param comparison what it is about
     * @return a builder
     */
    public static Builder builder(Comparison comparison) {
        return new Builder(comparison, List.of(comparison.base(), comparison.tuned()));
    }

    /**
     * Begins a report on one model.
     *
     * @param scores what it is about
     * @return a builder
     */
    public static Builder builder(Scores scores) {
        return new Builder(null, List.of(scores));
    }

    /**
     * Writes the report as one page for people.
     *
     * @param file where to; replaced when it exists
     * @throws TuneException if it cannot be written
     */
    public void writeHtml(Path file) {
        PrivateFiles.write(file, HtmlReport.of(this));
    }

    /**
     * Writes the report for a wiki or a pull request.
     *
     * @param file where to; replaced when it exists
     * @throws TuneException if it cannot be written
     */
    public void writeMarkdown(Path file) {
        PrivateFiles.write(file, MarkdownReport.of(this));
    }

    /**
     * Writes the report for programs: {@code {"title", "standIn", "standIns", "sentence", "notes", "models": [{"name",
     * "model", "means", "intervals", "corpus", "unscored"}], "metrics", "questions": [{"id", "question", "reference",
     * "answers", "scores", "reasons"}], "signatures", "sections"}}, and what was added as data. Whatever belongs to a
     * model or a metric stands under its name; a score that is missing is null.
     *
     * @param file where to; replaced when it exists
     * @throws TuneException if it cannot be written
     */
    public void writeJson(Path file) {
        PrivateFiles.write(file, JsonReport.of(this));
    }

    String title() {
        return title;
    }

    @Nullable
    Comparison comparison() {
        return comparison;
    }

    /** One, or the base and the tuned. */
    List<Scores> sheets() {
        return sheets;
    }

    /** What the sheets are called; never the same. */
    List<String> names() {
        return comparison == null ? List.of(sheets.get(0).answers().label()) : comparison.names();
    }

    List<String> metrics() {
        return sheets.get(0).metrics();
    }

    List<ReportSection> sections() {
        return sections;
    }

    List<String> standIns() {
        return standIns;
    }

    Map<String, Map<String, ?>> data() {
        return data;
    }

    Map<String, String> evidence() {
        return evidence;
    }

    /** Everything that influences a metric's numbers here: its own signature, how many scores, and the seed where drawn. */
    String signature(String metric) {
        List<Integer> scored =
                sheets.stream().map(sheet -> sheet.summary(metric).scored()).toList();
        boolean drawn = scored.stream().anyMatch(n -> n >= Interval.BOOTSTRAP_FROM);
        return sheets.get(0).summary(metric).signature() + "|n:"
                + scored.stream().map(String::valueOf).collect(Collectors.joining("/"))
                + (drawn ? "|seed:" + ScoreColumn.SEED : "");
    }

    /** Why one answer got its score, unless that is among the notes. */
    String reason(String metric, Verdict verdict) {
        return repeated.own(metric, verdict);
    }

    /** The verdict in a sentence. */
    String sentence() {
        if (comparison != null) {
            return comparison.sentence();
        }
        Summary summary = sheets.get(0).summaries().get(0);
        return summary.mean() == null
                ? "No answer was scored by " + summary.metric() + "."
                : "In " + summary.metric() + ", " + names().get(0) + " scores " + Figures.score(summary.mean())
                        + " over " + summary.scored() + (summary.scored() == 1 ? " answer." : " answers.");
    }

    /** What a reader must know beside the numbers, with the warnings that metrics repeat for several answers. */
    List<String> notes() {
        List<String> notes = new ArrayList<>(comparison == null ? unscored() : comparison.notes());
        notes.addAll(repeated.notes());
        return notes;
    }

    private List<String> unscored() {
        return sheets.get(0).summaries().stream()
                .filter(summary -> summary.unscored() > 0)
                .map(summary -> summary.metric() + ": " + summary.unscored() + " of "
                        + (summary.scored() + summary.unscored()) + " questions have no score.")
                .toList();
    }

    /** Collects what belongs to the report. Not thread-safe. */
    public static final class Builder {
        private final @Nullable Comparison comparison;
        private final List<Scores> sheets;

        @NotBlank
        private String title = "Evaluation";

        private final List<ReportSection> sections = new ArrayList<>();
        private final List<String> standIns = new ArrayList<>();
        private final Map<String, Map<String, ?>> data = new LinkedHashMap<>();
        private final Map<String, String> evidence = new LinkedHashMap<>();

        private Builder(@Nullable Comparison comparison, List<Scores> sheets) {
            this.comparison = comparison;
            this.sheets = sheets;
        }

        /**
         * Sets the title.
         *
         * @param title of the document
         * @return this builder
         */
        public Builder title(String title) {
            this.title = title;
            return this;
        }

        /**
         * Adds a section after the questions.
         *
         * @param part gives the section now
         * @return this builder
         */
        public Builder add(Reportable part) {
            sections.add(part.section());
            return this;
        }

        /**
         * Says what is a stand-in and not the real thing; shown right below the verdict.
         *
         * @param notice one sentence, such as what was simulated
         * @return this builder
         */
        public Builder standIn(String notice) {
            standIns.add(notice);
            return this;
        }

        /**
         * Puts values under a name of their own into the JSON form, beside what every report has; the other forms do not
         * show them.
         *
         * @param name the name at the top of the JSON object
         * @param values texts, numbers, booleans, nulls, and lists and maps of these
         * @return this builder
         */
        public Builder data(String name, Map<String, ?> values) {
            data.put(name, values);
            return this;
        }

        /**
         * Keeps a text that the report rests on, such as the prices or the settings of a run, for {@link EvidencePack}.
         *
         * @param file its name among the sources, of letters, digits, {@code .}, {@code _} and {@code -}
         * @param text its content
         * @return this builder
         */
        public Builder evidence(String file, String text) {
            evidence.put(file, text);
            return this;
        }

        /**
         * Ends the report.
         *
         * @return the report
         * @throws InvalidInputException if the title is blank, data has a name that every report uses itself, or a
         *     name of a source is none of a file
         */
        public Report build() {
            InvalidInputException.check(this);
            return new Report(this);
        }

        @AssertTrue(message = "must have names of letters, digits, '.', '_' and '-'")
        private boolean isEvidence() {
            return evidence.keySet().stream().allMatch(file -> file.matches("[\\p{L}\\p{N}_-][\\p{L}\\p{N}._-]*"));
        }

        @AssertTrue(message = "must not be called like a part of every report")
        private boolean isDataNames() {
            return data.keySet().stream().noneMatch(JsonReport.NAMES::contains);
        }
    }
}

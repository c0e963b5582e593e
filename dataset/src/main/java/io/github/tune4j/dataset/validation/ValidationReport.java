package io.github.tune4j.dataset.validation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tune4j.TuneException;
import io.github.tune4j.json.Json;
import io.github.tune4j.json.PrivateFiles;
import io.github.tune4j.run.ReportSection;
import io.github.tune4j.run.ReportSection.Severity;
import io.github.tune4j.run.Reportable;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a validator found. All errors and warnings are counted; the first ones of each file are kept. Immutable.
 * {@link #toString()} is the report for people.
 */
public final class ValidationReport implements Reportable {
    private static final int SHOWN_IN_SECTION = 20;

    private final LocalDate limitsAsOf;
    private final List<CheckedFile> files;
    private final List<ValidationIssue> issues;
    private final Map<Rule, Long> counts = new EnumMap<>(Rule.class);

    ValidationReport(LocalDate limitsAsOf, List<CheckedFile> files, List<Findings> findings) {
        this.limitsAsOf = limitsAsOf;
        this.files = List.copyOf(files);
        List<ValidationIssue> kept = new ArrayList<>();
        for (int i = 0; i < findings.size(); i++) {
            Path file = files.get(Math.min(i, files.size() - 1)).file();
            findings.get(i).kept().forEach(finding -> kept.add(ValidationIssue.of(finding, file)));
            findings.get(i).counts().forEach((rule, count) -> counts.merge(rule, count, Long::sum));
        }
        this.issues = List.copyOf(kept);
    }

    /**
     * A file that was read to its end.
     *
     * @param role {@code training} or {@code validation}
     * @param file where it lies; {@code -} for what came as a stream
     * @param bytes its size
     * @param lines its lines, blank ones included
     * @param errors how many errors it has
     * @param warnings how many warnings it has
     */
    public record CheckedFile(String role, Path file, long bytes, long lines, long errors, long warnings) {}

    /**
     * Whether the base model takes the data.
     *
     * @return true when there is no error
     */
    public boolean valid() {
        return errorCount() == 0;
    }

    /**
     * What was read.
     *
     * @return the training file and, when given, the validation file
     */
    public List<CheckedFile> files() {
        return files;
    }

    /**
     * What is wrong: of each file the first errors and the first warnings, in order.
     *
     * @return at most as many of each as the validator keeps
     */
    public List<ValidationIssue> issues() {
        return issues;
    }

    /**
     * All errors, kept or not.
     *
     * @return the number
     */
    public long errorCount() {
        return count(Severity.ERROR);
    }

    /**
     * All warnings, kept or not.
     *
     * @return the number
     */
    public long warningCount() {
        return count(Severity.WARNING);
    }

    private long count(Severity severity) {
        long sum = 0;
        for (Map.Entry<Rule, Long> entry : counts.entrySet()) {
            sum += entry.getKey().severity() == severity ? entry.getValue() : 0;
        }
        return sum;
    }

    /**
     * Ends a program whose data is not valid.
     *
     * @return this report, when the data is valid
     * @throws InvalidDatasetException otherwise
     */
    public ValidationReport orThrow() {
        if (valid()) {
            return this;
        }
        ValidationIssue first = issues.stream()
                .filter(issue -> issue.severity() == Severity.ERROR)
                .findFirst()
                .orElseThrow();
        throw new InvalidDatasetException(this, first);
    }

    /**
     * Writes the report as one JSON object: {@code valid}, {@code errors}, {@code warnings}, {@code limitsAsOf},
     * {@code files}, {@code rules} with exact counts, and {@code issues}.
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
        ObjectNode json = Json.object();
        json.put("valid", valid());
        json.put("errors", errorCount());
        json.put("warnings", warningCount());
        json.put("limitsAsOf", limitsAsOf.toString());
        ArrayNode fileNodes = json.putArray("files");
        for (CheckedFile file : files) {
            fileNodes
                    .addObject()
                    .put("role", file.role())
                    .put("file", file.file().toString())
                    .put("bytes", file.bytes())
                    .put("lines", file.lines())
                    .put("errors", file.errors())
                    .put("warnings", file.warnings());
        }
        ObjectNode rules = json.putObject("rules");
        counts.forEach(
                (rule, count) -> rules.put(rule.id(), rules.path(rule.id()).asLong() + count));
        ArrayNode issueNodes = json.putArray("issues");
        for (ValidationIssue issue : issues) {
            issueNodes
                    .addObject()
                    .put("severity", issue.severity().name().toLowerCase(Locale.ROOT))
                    .put("rule", issue.rule())
                    .put("file", issue.file().toString())
                    .put("line", issue.line())
                    .put("column", issue.column())
                    .put("pointer", issue.pointer())
                    .put("excerpt", issue.excerpt())
                    .put("problem", issue.problem())
                    .put("remedy", issue.remedy());
        }
        return Json.indented(json);
    }

    @Override
    public ReportSection section() {
        ReportSection.Builder section = ReportSection.builder("Validation of the data")
                .addText("Limits as of " + limitsAsOf + ". " + verdict())
                .addTable(
                        List.of("File", "Role", "Lines", "Bytes", "Errors", "Warnings"),
                        files.stream()
                                .map(f -> List.of(
                                        f.file().toString(),
                                        f.role(),
                                        number(f.lines()),
                                        number(f.bytes()),
                                        number(f.errors()),
                                        number(f.warnings())))
                                .toList());
        if (!counts.isEmpty()) {
            section.addTable(
                    List.of("Rule", "Severity", "Count"),
                    counts.entrySet().stream()
                            .map(e -> List.of(
                                    e.getKey().id(),
                                    e.getKey().severity().name().toLowerCase(Locale.ROOT),
                                    number(e.getValue())))
                            .toList());
        }
        issues.stream()
                .limit(SHOWN_IN_SECTION)
                .forEach(issue ->
                        section.addNotice(issue.severity(), issue.place() + ": " + issue.problem(), issue.remedy()));
        return section.build();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (CheckedFile file : files) {
            text.append(file.file())
                    .append(" (")
                    .append(file.role())
                    .append("): ")
                    .append(number(file.lines()))
                    .append(" lines, ")
                    .append(number(file.bytes()))
                    .append(" bytes\n");
        }
        issues.forEach(
                issue -> text.append(issue.severity()).append(' ').append(issue).append('\n'));
        long notKept = errorCount() + warningCount() - issues.size();
        if (notKept > 0) {
            text.append("and ").append(number(notKept)).append(" more, counted but not listed\n");
        }
        return text.append(verdict()).toString();
    }

    private String verdict() {
        String warnings = warningCount() == 0 ? "" : " (warnings: " + number(warningCount()) + ")";
        return (valid() ? "Valid" : "Not valid: errors: " + number(errorCount())) + warnings + ".";
    }

    private static String number(long number) {
        return Wording.grouped(number);
    }
}

package io.github.tune4j.dataset.validation;

import io.github.tune4j.run.ReportSection;
import java.nio.file.Path;

/**
 * One thing that is wrong with training data.
 *
 * @param severity an error makes the data invalid, a warning does not
 * @param rule the rule's name, which never changes; several rules may share one
 * @param file the file
 * @param line from 1; 0: the file as a whole
 * @param column in characters from 1; 0: the pointer says where
 * @param pointer a JSON pointer (RFC 6901) into the record; empty: the record as a whole
 * @param excerpt what stands there, shortened; empty when there is nothing to show
 * @param problem what is wrong, as a sentence
 * @param remedy what follows "To fix:", as a sentence
 */
public record ValidationIssue(
        ReportSection.Severity severity,
        String rule,
        Path file,
        long line,
        long column,
        String pointer,
        String excerpt,
        String problem,
        String remedy) {

    static ValidationIssue of(Finding finding, Path file) {
        Rule rule = finding.rule();
        return new ValidationIssue(
                rule.severity(),
                rule.id(),
                file,
                finding.line(),
                finding.column(),
                finding.pointer(),
                finding.excerpt(),
                finding.problem(),
                rule.remedy());
    }

    /**
     * Where it is, for people.
     *
     * @return for example {@code training.jsonl, line 5, /messages/0/role}
     */
    public String place() {
        StringBuilder place = new StringBuilder(file.toString());
        if (line > 0) {
            place.append(", line ").append(line);
        }
        if (column > 0) {
            place.append(", column ").append(column);
        }
        if (!pointer.isEmpty()) {
            place.append(", ").append(pointer);
        }
        return place.toString();
    }

    @Override
    public String toString() {
        return place() + ": " + problem + (excerpt.isEmpty() ? "" : " (" + excerpt + ")") + " To fix: " + remedy;
    }
}

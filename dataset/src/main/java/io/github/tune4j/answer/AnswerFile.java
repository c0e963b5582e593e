package io.github.tune4j.answer;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.answer.AnswerSheet.Failure;
import io.github.tune4j.answer.AnswerSheet.Settings;
import io.github.tune4j.json.JsonFields;
import io.github.tune4j.json.JsonLines;
import io.github.tune4j.json.PrivateFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The answers of one run: those found in the file and its part, and those that come. Thread-safe. */
final class AnswerFile {
    private final Path file;
    private final String label;
    private final String model;
    private final Settings settings;
    private final List<Question> questions;
    private final AnswerLines lines = new AnswerLines();
    private @Nullable JsonLines part;
    private boolean begun;

    private AnswerFile(Path file, String label, String model, Settings settings, List<Question> questions) {
        this.file = file;
        this.label = label;
        this.model = model;
        this.settings = settings;
        this.questions = List.copyOf(questions);
    }

    static AnswerFile open(Path file, String label, String model, Settings settings, List<Question> questions) {
        AnswerFile answers = new AnswerFile(file, label, model, settings, questions);
        if (Files.exists(file)) {
            answers.take(JsonLines.read(file), file);
        }
        Path part = PrivateFiles.partOf(file);
        if (Files.exists(part)) {
            answers.part = JsonLines.open(part);
            answers.take(answers.part.found(), part);
        }
        answers.refuseStrangers();
        return answers;
    }

    private void take(List<JsonFields> records, Path from) {
        AnswerLines found = new AnswerLines();
        records.forEach(found::add);
        if (records.isEmpty()) {
            return;
        }
        AnswerSheet sheet = found.sheet("");
        List<String> differences = new ArrayList<>();
        if (!sheet.label().equals(label)) {
            differences.add("label (there \"" + sheet.label() + "\", here \"" + label + "\")");
        }
        if (!sheet.model().equals(model)) {
            differences.add("model (there \"" + sheet.model() + "\", here \"" + model + "\")");
        }
        if (!Objects.equals(sheet.settings().systemPrompt(), settings.systemPrompt())) {
            differences.add("system prompt");
        }
        if (!sheet.settings().options().equals(settings.options())) {
            differences.add("options (there " + sheet.settings().options() + ", here " + settings.options() + ")");
        }
        if (!differences.isEmpty()) {
            throw InvalidInputException.of(
                    from + " holds answers that were collected otherwise: " + String.join(", ", differences) + ".",
                    "use another file, or delete this one if its answers are not needed; a model that is only called"
                            + " otherwise can be given its old name with named(…).");
        }
        sheet.answers().forEach(lines::put);
        sheet.failures().forEach(lines::put);
    }

    private void refuseStrangers() {
        Set<String> strangers = new LinkedHashSet<>(lines.ids());
        questions.forEach(q -> strangers.remove(q.id()));
        if (!strangers.isEmpty()) {
            throw InvalidInputException.of(
                    file + " has answers to " + strangers.size()
                            + " questions that are not asked, the first with the id \""
                            + strangers.iterator().next() + "\".",
                    "use another file for another set of questions.");
        }
    }

    /** What is still to be asked: without an answer, or answered when it was asked in other words. */
    synchronized List<Question> open() {
        return questions.stream().filter(q -> !answered(q)).toList();
    }

    private boolean answered(Question question) {
        return lines.answer(question.id())
                .filter(a -> a.question().text().equals(question.text()))
                .isPresent();
    }

    synchronized void add(Answer answer) {
        part().add(AnswerLines.node(answer));
        lines.put(answer);
    }

    synchronized void add(Failure failure) {
        part().add(AnswerLines.node(failure));
        lines.put(failure);
    }

    private JsonLines part() {
        if (part == null) {
            part = JsonLines.open(PrivateFiles.partOf(file));
        }
        if (!begun && part.found().isEmpty()) {
            part.add(AnswerLines.headerNode(label, model, settings));
        }
        begun = true;
        return part;
    }

    /** Writes the finished file, unless it is there already and nothing is new. */
    synchronized AnswerSheet finish() {
        List<Answer> answers = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        for (Question question : questions) {
            lines.answer(question.id())
                    .map(a -> new Answer(question, a.text(), a.usage(), a.latency()))
                    .ifPresent(answers::add);
            lines.failure(question.id())
                    .map(f -> new Failure(question, f.problem()))
                    .ifPresent(failures::add);
        }
        AnswerSheet sheet = AnswerSheet.of(label, model, settings, answers, failures);
        if (part != null || !Files.exists(file)) {
            sheet.write(file);
            PrivateFiles.delete(PrivateFiles.partOf(file));
        }
        return sheet;
    }
}

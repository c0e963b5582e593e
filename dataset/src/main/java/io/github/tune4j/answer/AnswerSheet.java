package io.github.tune4j.answer;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.TuneException;
import io.github.tune4j.chat.ChatModel;
import io.github.tune4j.chat.ChatOptions;
import io.github.tune4j.json.JsonFields;
import io.github.tune4j.json.PrivateFiles;
import io.github.tune4j.json.RecordFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one model answered to a set of questions, under which conditions. Immutable.
 *
 * <p>As a file it is JSON Lines, readable by its owner only. The first line holds
 * {@code {"label", "model", "systemPrompt", "options": {"maxTokens", "temperature", "topP", "stopSequences"}}}; then comes
 * one line an answer, {@code {"id", "question", "reference", "answer", "inputTokens", "outputTokens", "latencyMillis"}}, and
 * one a question that was not answered, {@code {"id", "question", "reference", "failure"}}. What is not set is left out.
 * While answers are collected, the same lines stand in the order of their arrival in {@code <file>.part}; of two lines
 * with one id the later counts.
 */
public final class AnswerSheet {
    private final String label;
    private final String model;
    private final Settings settings;
    private final List<Answer> answers;
    private final List<Failure> failures;

    private AnswerSheet(String label, String model, Settings settings, List<Answer> answers, List<Failure> failures) {
        this.label = label;
        this.model = model;
        this.settings = settings;
        this.answers = List.copyOf(answers);
        this.failures = List.copyOf(failures);
        List<Question> questions = new ArrayList<>();
        answers.forEach(a -> questions.add(a.question()));
        failures.forEach(f -> questions.add(f.question()));
        Question.checkIds(questions, "The answer sheet \"" + label + "\"");
    }

    /**
     * Reads a sheet: a file of this class, or answers from elsewhere as a JSON array or JSON Lines of
     * {@code {"question", "answer"}}. The latter take their label from the file's name and have no references; see
     * {@link #withReferences}.
     *
     * @param file the file
     * @return the sheet
     * @throws InvalidInputException if the file cannot be read or a record is wrong; the message names the record and
     *     the key
     */
    public static AnswerSheet read(Path file) {
        List<JsonFields> records = RecordFile.read(file);
        AnswerLines lines = new AnswerLines();
        records.forEach(lines::add);
        String name = String.valueOf(file.getFileName());
        return lines.sheet(name.replaceFirst("\\.[^.]*$", ""));
    }

    /**
     * Answers that came from elsewhere, under conditions that are not known.
     *
     * @param label what the sheet is called in reports
     * @param answers in the order of their questions
     * @return the sheet
     * @throws InvalidInputException if two questions have the same id
     */
    public static AnswerSheet of(String label, List<Answer> answers) {
        return of(label, AnswerLines.UNKNOWN_MODEL, Settings.DEFAULTS, answers, List.of());
    }

    /**
     * A sheet with all that belongs to it, for those who collect answers in another way.
     *
     * @param label what the sheet is called in reports
     * @param model the name of the model that answered
     * @param settings the conditions
     * @param answers in the order of their questions
     * @param failures what was asked but not answered
     * @return the sheet
     * @throws InvalidInputException if two questions have the same id
     */
    public static AnswerSheet of(
            String label, String model, Settings settings, List<Answer> answers, List<Failure> failures) {
        return new AnswerSheet(label, model, settings, answers, failures);
    }

    /**
     * Asks a model all questions that the file does not answer yet: an {@link AnswerCollector} with its defaults.
     *
     * @param label what the sheet is called in reports
     * @param model who answers
     * @param questions what is asked
     * @param file where the answers are kept
     * @return the sheet, which is also in the file
     * @throws InvalidInputException if the file holds answers of another model or to other questions
     */
    public static AnswerSheet collect(String label, ChatModel model, List<Question> questions, Path file) {
        return AnswerCollector.builder().build().collect(label, model, questions, file);
    }

    /**
     * What the sheet is called in reports.
     *
     * @return a short text
     */
    public String label() {
        return label;
    }

    /**
     * Which model answered.
     *
     * @return its name; {@code "unknown"} for answers from elsewhere
     */
    public String model() {
        return model;
    }

    /**
     * The answers.
     *
     * @return in the order of the questions
     */
    public List<Answer> answers() {
        return answers;
    }

    /**
     * What was asked but not answered.
     *
     * @return in the order of the questions
     */
    public List<Failure> failures() {
        return failures;
    }

    /**
     * Under which conditions was asked.
     *
     * @return system prompt and options
     */
    public Settings settings() {
        return settings;
    }

    /**
     * The same sheet with the ids and expected answers of questions that are asked in the same words.
     *
     * @param questions questions with expected answers
     * @return a sheet in the order of this one
     * @throws InvalidInputException if an answer's question is not among them
     */
    public AnswerSheet withReferences(List<Question> questions) {
        Map<String, Question> byText = new HashMap<>();
        questions.forEach(q -> byText.putIfAbsent(q.text(), q));
        return of(
                label,
                model,
                settings,
                answers.stream()
                        .map(a -> new Answer(known(byText, a.question()), a.text(), a.usage(), a.latency()))
                        .toList(),
                failures.stream()
                        .map(f -> new Failure(known(byText, f.question()), f.problem()))
                        .toList());
    }

    private Question known(Map<String, Question> byText, Question question) {
        Question known = byText.get(question.text());
        if (known == null) {
            throw InvalidInputException.of(
                    "The answer sheet \"" + label + "\" answers question " + question.id()
                            + ", which is not among the questions given.",
                    "give the questions that the answers belong to, in the same words.");
        }
        return known;
    }

    /**
     * Writes the sheet, whole or not at all.
     *
     * @param file where to
     * @throws TuneException if it cannot be written
     */
    public void write(Path file) {
        PrivateFiles.write(file, toJsonLines());
    }

    /**
     * The SHA-256 of the sheet as {@link #write} writes it.
     *
     * @return 64 hexadecimal digits
     */
    public String sha256() {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(toJsonLines().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /**
     * The sheet as {@link #write} writes it.
     *
     * @return JSON Lines; each ends with a line feed
     */
    public String toJsonLines() {
        StringBuilder text = new StringBuilder(AnswerLines.header(label, model, settings)).append('\n');
        answers.forEach(a -> text.append(AnswerLines.line(a)).append('\n'));
        failures.forEach(f -> text.append(AnswerLines.line(f)).append('\n'));
        return text.toString();
    }

    /**
     * A question that was asked, but not answered.
     *
     * @param question what was asked
     * @param problem why there is no answer, as one sentence
     */
    public record Failure(Question question, String problem) {}

    /**
     * The conditions under which was asked.
     *
     * @param systemPrompt the system prompt; null when there was none
     * @param options the options; those not set were left to the model
     */
    public record Settings(@Nullable String systemPrompt, ChatOptions options) {
        static final Settings DEFAULTS = new Settings(null, ChatOptions.defaults());
    }
}

package io.github.tune4j.answer;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.json.JsonFields;
import io.github.tune4j.json.RecordFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is asked, and what the right answer would be.
 *
 * @param id unique within its set
 * @param text the question
 * @param reference the expected answer; null when there is none
 */
public record Question(String id, String text, @Nullable String reference) {

    /**
     * Reads questions under the keys {@code question} and, where there is one, {@code answer}.
     *
     * @param file a JSON array of objects, or one object a line; an {@code id} in a record counts, otherwise the ids are
     *     {@code "1"}, {@code "2"}, …
     * @return in the order of the file
     * @throws InvalidInputException if the file cannot be read, holds no question, or a record is wrong; the message
     *     names the record and the key
     */
    public static List<Question> read(Path file) {
        return read(file, "question", "answer", false);
    }

    /**
     * Reads questions under keys of one's own. Every record must have both.
     *
     * @param file a JSON array of objects, or one object a line; an {@code id} in a record counts, otherwise the ids are
     *     {@code "1"}, {@code "2"}, …
     * @param questionKey the key of the question
     * @param referenceKey the key of the expected answer
     * @return in the order of the file
     * @throws InvalidInputException if the file cannot be read, holds no question, or a record is wrong; the message
     *     names the record and the key
     */
    public static List<Question> read(Path file, String questionKey, String referenceKey) {
        return read(file, questionKey, referenceKey, true);
    }

    private static List<Question> read(Path file, String questionKey, String referenceKey, boolean referenceNeeded) {
        List<Question> questions = new ArrayList<>();
        for (JsonFields fields : RecordFile.read(file)) {
            questions.add(of(fields, questions.size() + 1, questionKey, referenceKey, referenceNeeded));
        }
        if (questions.isEmpty()) {
            throw InvalidInputException.of(file + " holds no question.", "write at least one record into it.");
        }
        checkIds(questions, file.toString());
        return List.copyOf(questions);
    }

    private static Question of(
            JsonFields fields, int number, String questionKey, String referenceKey, boolean referenceNeeded) {
        String text = fields.text(questionKey);
        if (text.isBlank()) {
            throw InvalidInputException.of(
                    fields.place() + ": \"" + questionKey + "\" is blank.", "write a question there.");
        }
        String id = fields.idOrNull("id");
        return new Question(
                id == null ? Integer.toString(number) : id,
                text,
                referenceNeeded ? fields.text(referenceKey) : fields.textOrNull(referenceKey));
    }

    static void checkIds(List<Question> questions, String place) {
        Set<String> ids = new HashSet<>();
        for (Question question : questions) {
            if (!ids.add(question.id())) {
                throw InvalidInputException.of(
                        place + " has more than one question with the id \"" + question.id() + "\".",
                        "give each question an id of its own.");
            }
        }
    }
}

package io.github.tune4j.batch;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.tune4j.InvalidInputException;
import io.github.tune4j.TuneException;
import io.github.tune4j.answer.Answer;
import io.github.tune4j.answer.AnswerSheet.Failure;
import io.github.tune4j.answer.AnswerSheet.Settings;
import io.github.tune4j.answer.Question;
import io.github.tune4j.chat.TokenUsage;
import io.github.tune4j.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The files of a batch job on this machine: what asks, one record a question, and what came back, in any order. */
final class BatchFiles {
    private static final int ID_LENGTH = 11;

    private BatchFiles() {}

    /** Does something in a folder that is gone afterwards. Only its owner can look into it where the system can do that. */
    static <T> T inFolder(WithFolder<T> work) {
        Path folder = null;
        try {
            folder = Files.createTempDirectory("tune4j-batch-");
            return work.in(folder);
        } catch (IOException e) {
            throw new TuneException(
                    "The records of a batch job could not be written or read: " + e.getMessage() + ".",
                    "check the free space of the folder for temporary files.",
                    e);
        } finally {
            delete(folder);
        }
    }

    private static void delete(Path folder) {
        if (folder == null) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new TuneException(folder + " could not be deleted.", "delete it; it holds questions and answers.", e);
        }
    }

    /** Work with a folder. */
    @FunctionalInterface
    interface WithFolder<T> {
        T in(Path folder) throws IOException;
    }

    /** Writes one record a question; a record is told by the question's place. */
    static Path write(Path folder, List<Question> questions, BatchDialect dialect, Settings settings, long maxTokens)
            throws IOException {
        Path file = folder.resolve("questions.jsonl");
        try (Writer out = Files.newBufferedWriter(file)) {
            for (int i = 0; i < questions.size(); i++) {
                JsonNode input = dialect.input(questions.get(i), settings, maxTokens);
                out.write(Json.line(Json.object().put("recordId", id(i)).set("modelInput", input)));
                out.write('\n');
            }
        }
        return file;
    }

    private static String id(int place) {
        String number = Integer.toString(place);
        return "Q" + "0".repeat(ID_LENGTH - 1 - number.length()) + number;
    }

    /** Under which conditions the records of a job ask; null when there is no record. */
    static @Nullable Settings settings(Path folder, BatchDialect dialect) throws IOException {
        for (Path file : outputs(folder)) {
            try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                String line = lines.readLine();
                if (line != null) {
                    return dialect.settings(
                            Json.parse(line, file.getFileName() + ", line 1").path("modelInput"));
                }
            }
        }
        return null;
    }

    /**
     * What came back.
     *
     * @param inputTokens of all answers
     * @param outputTokens of all answers
     */
    record Joined(List<Answer> answers, List<Failure> failures, long inputTokens, long outputTokens) {}

    /**
     * Joins the records of all output files with their questions.
     *
     * @throws InvalidInputException if the records ask something else than the questions
     */
    static Joined join(Path folder, List<Question> questions, BatchDialect dialect) throws IOException {
        Map<String, Question> open = new LinkedHashMap<>();
        for (int i = 0; i < questions.size(); i++) {
            open.put(id(i), questions.get(i));
        }
        Map<Question, Answer> answered = new LinkedHashMap<>();
        Map<Question, Failure> failed = new LinkedHashMap<>();
        for (Path file : outputs(folder)) {
            try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                int number = 0;
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    JsonNode record = Json.parse(line, file.getFileName() + ", line " + ++number);
                    Question question = open.get(record.path("recordId").asText());
                    check(question, record, dialect);
                    if (record.path("modelOutput").isObject()) {
                        JsonNode output = record.path("modelOutput");
                        answered.put(
                                question,
                                new Answer(question, dialect.text(output), dialect.usage(output), Duration.ZERO));
                    } else {
                        failed.put(question, new Failure(question, problem(record)));
                    }
                }
            }
        }
        return joined(questions, answered, failed);
    }

    private static Joined joined(
            List<Question> questions, Map<Question, Answer> answered, Map<Question, Failure> failed) {
        List<Answer> answers = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        long input = 0;
        long output = 0;
        for (Question question : questions) {
            Answer answer = answered.get(question);
            if (answer == null) {
                failures.add(failed.getOrDefault(
                        question, new Failure(question, "The batch job ended without a record of it.")));
            } else {
                answers.add(answer);
                TokenUsage usage = answer.usage();
                input += usage.inputTokens();
                output += usage.outputTokens();
            }
        }
        return new Joined(answers, failures, input, output);
    }

    private static List<Path> outputs(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(p -> p.getFileName().toString().endsWith(".jsonl.out"))
                    .sorted()
                    .toList();
        }
    }

    private static void check(Question question, JsonNode record, BatchDialect dialect) {
        if (question == null || !dialect.question(record.path("modelInput")).equals(question.text())) {
            throw InvalidInputException.of(
                    "Record " + record.path("recordId").asText()
                            + " of the batch job asks another question than the one" + " in its place here.",
                    "give the questions that the job was submitted with, in the same order.");
        }
    }

    private static String problem(JsonNode record) {
        JsonNode error = record.path("error");
        return "Batch inference failed on it (" + error.path("errorCode").asText("no code") + "): "
                + error.path("errorMessage").asText("no message");
    }
}

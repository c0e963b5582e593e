package io.github.tune4j.evaluation.judge;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tune4j.InvalidInputException;
import io.github.tune4j.TuneException;
import io.github.tune4j.answer.Answer;
import io.github.tune4j.run.FinishedFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a judge has said, by content: one line a judgement, appended as soon as it is there. A line that a crash has
 * torn off is ignored and judged again. Thread-safe within one process.
 */
final class VerdictLog {
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(10_000_000)
                            .maxNestingDepth(20)
                            .build())
                    .build())
            .build();

    private final @Nullable Path file;
    private final Map<String, Judgement> judgements = new ConcurrentHashMap<>();
    private final Map<String, Object> locks = new ConcurrentHashMap<>();
    private long completeBytes;

    private VerdictLog(@Nullable Path file) {
        this.file = file;
    }

    /** Keeps what is said in memory only. */
    static VerdictLog inMemory() {
        return new VerdictLog(null);
    }

    /** Reads what the file holds, if there is one, and appends to it. */
    static VerdictLog open(Path file) {
        VerdictLog log = new VerdictLog(file);
        if (Files.exists(file)) {
            log.readLines(file);
        }
        return log;
    }

    /**
     * One judgement.
     *
     * @param metric the rubric's name
     * @param signature of the judge, without the number of repeats
     * @param repeat from 0
     * @param outcome what came of it
     * @param score null unless scored
     * @param reason the judge's words
     * @param raw the reply as it came
     */
    record Judgement(
            String metric,
            String signature,
            int repeat,
            Judge.Outcome outcome,
            @Nullable Double score,
            String reason,
            String raw) {}

    static String key(String signature, Answer answer, int repeat) {
        return ContentHash.of(
                signature,
                answer.question().text(),
                answer.question().reference(),
                answer.text(),
                String.valueOf(repeat));
    }

    @Nullable
    Judgement find(String key) {
        return judgements.get(key);
    }

    /** The kept judgement, or else a new one; two threads never ask for the same. */
    Judgement findOrElse(String key, Supplier<Judgement> judging) {
        synchronized (locks.computeIfAbsent(key, k -> new Object())) {
            Judgement kept = judgements.get(key);
            if (kept != null) {
                return kept;
            }
            Judgement judgement = judging.get();
            if (judgement.outcome().fromReply()) {
                append(key, judgement);
                judgements.put(key, judgement);
            }
            return judgement;
        }
    }

    Map<String, Judgement> judgements() {
        return judgements;
    }

    /** The file's lines that hold a judgement of one judge, for the evidence. */
    String linesOf(String signature) {
        StringBuilder lines = new StringBuilder();
        judgements.entrySet().stream()
                .filter(entry -> entry.getValue().signature().equals(signature))
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> lines.append(line(entry.getKey(), entry.getValue())));
        return lines.toString();
    }

    private void readLines(Path file) {
        try {
            String text = Files.readString(file);
            String complete = text.substring(0, text.lastIndexOf('\n') + 1);
            List<String> lines = complete.lines().toList();
            for (int i = 0; i < lines.size(); i++) {
                try {
                    JsonNode line = JSON.readTree(lines.get(i));
                    judgements.put(line.required("key").textValue(), judgement(line));
                } catch (JsonProcessingException | IllegalArgumentException e) {
                    throw InvalidInputException.of(
                            "Line " + (i + 1) + " of the verdicts " + file + " holds none.",
                            "delete that line; its answer is judged again.",
                            e);
                }
            }
            completeBytes = complete.getBytes(StandardCharsets.UTF_8).length;
        } catch (IOException e) {
            throw InvalidInputException.of(
                    "The verdicts " + file + " cannot be read: " + e.getMessage() + ".", "check the path.", e);
        }
    }

    private static Judgement judgement(JsonNode line) {
        JsonNode score = line.path("score");
        return new Judgement(
                line.required("metric").textValue(),
                line.required("signature").textValue(),
                line.required("repeat").intValue(),
                Judge.Outcome.valueOf(line.required("outcome").textValue().toUpperCase(Locale.ROOT)),
                score.isNumber() ? score.doubleValue() : null,
                line.required("reason").textValue(),
                line.required("raw").textValue());
    }

    private static String line(String key, Judgement judgement) {
        ObjectNode line = JSON.createObjectNode();
        line.put("key", key);
        line.put("metric", judgement.metric());
        line.put("signature", judgement.signature());
        line.put("repeat", judgement.repeat());
        line.put("outcome", judgement.outcome().name().toLowerCase(Locale.ROOT));
        line.put("score", judgement.score());
        line.put("reason", judgement.reason());
        line.put("raw", judgement.raw());
        return line + "\n";
    }

    private synchronized void append(String key, Judgement judgement) {
        if (file == null) {
            return;
        }
        byte[] line = line(key, judgement).getBytes(StandardCharsets.UTF_8);
        try {
            if (!Files.exists(file)) {
                FinishedFile.write(file, part -> {});
            }
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(completeBytes).position(completeBytes).write(ByteBuffer.wrap(line));
            }
            completeBytes += line.length;
        } catch (IOException e) {
            throw new TuneException(
                    "A verdict cannot be kept in " + file + ": " + e.getMessage() + ".",
                    "check the folder, its permissions and the free space; what is in the file stays usable.",
                    e);
        }
    }
}

package io.github.tune4j.evaluation.judge;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tune4j.answer.Answer;
import io.github.tune4j.json.Json;
import io.github.tune4j.json.JsonFields;
import io.github.tune4j.json.JsonLines;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a judge has said, by content: one line a judgement, appended as soon as it is there. A line that a crash has
 * torn off is ignored and judged again. Thread-safe within one process.
 */
final class VerdictLog {
    private final @Nullable JsonLines file;
    private final Map<String, Judgement> judgements = new ConcurrentHashMap<>();
    private final Map<String, Object> locks = new ConcurrentHashMap<>();

    private VerdictLog(@Nullable JsonLines file, List<JsonFields> lines) {
        this.file = file;
        lines.forEach(line -> judgements.put(line.text("key"), judgement(line)));
    }

    /** Keeps what is said in memory only. */
    static VerdictLog inMemory() {
        return new VerdictLog(null, List.of());
    }

    /** Goes on with a file, which is created when there is none. */
    static VerdictLog open(Path path) {
        JsonLines file = JsonLines.open(path);
        return new VerdictLog(file, file.found());
    }

    /** Reads a file and leaves it alone. */
    static VerdictLog read(Path path) {
        return new VerdictLog(null, JsonLines.read(path));
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
                if (file != null) {
                    file.addDurably(line(key, judgement));
                }
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
                .forEach(entry -> lines.append(Json.line(line(entry.getKey(), entry.getValue())))
                        .append('\n'));
        return lines.toString();
    }

    private static Judgement judgement(JsonFields line) {
        BigDecimal score = line.decimalOrNull("score");
        return new Judgement(
                line.text("metric"),
                line.text("signature"),
                (int) line.wholeNumber("repeat").orElse(0),
                line.oneOf(Judge.Outcome.class, "outcome"),
                score == null ? null : (Double) score.doubleValue(),
                line.text("reason"),
                line.text("raw"));
    }

    private static ObjectNode line(String key, Judgement judgement) {
        return Json.object()
                .put("key", key)
                .put("metric", judgement.metric())
                .put("signature", judgement.signature())
                .put("repeat", judgement.repeat())
                .put("outcome", judgement.outcome().name())
                .put("score", judgement.score())
                .put("reason", judgement.reason())
                .put("raw", judgement.raw());
    }
}

package io.github.tune4j.evaluation.judge;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tune4j.InvalidInputException;
import io.github.tune4j.answer.Answer;
import io.github.tune4j.json.Json;
import io.github.tune4j.json.JsonFields;
import io.github.tune4j.json.JsonLines;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

    /** How a raw reply was read. */
    enum Form {
        /** The object that was asked for. */
        OBJECT,
        /** Text in any form. */
        TEXT,
        /** As LangChain reads it. */
        STRICT,
        /** Which of two answers is better. */
        CHOICE
    }

    /**
     * A reply as it came, with all that is needed to read it again.
     *
     * @param text the reply
     * @param form how it was read
     * @param lowest the lower end of the scale
     * @param highest the upper end of the scale
     * @param divisor what the score was divided by
     */
    record Raw(String text, Form form, int lowest, int highest, double divisor) {
        static final Raw NONE = new Raw("", Form.TEXT, 1, 10, 1);

        /** The score that the reply gives; null for none. */
        @Nullable
        Double score(String criterion) {
            VerdictReader reader = new VerdictReader(criterion, lowest, highest);
            Double score = switch (form) {
                case OBJECT -> reader.readObject(text).score();
                case TEXT -> reader.read(text).score();
                case STRICT -> StrictReader.read(text).score();
                case CHOICE -> PairwiseJudge.place(text);
            };
            return score == null ? null : (Double) (score / divisor);
        }
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

    /** Reads a file and leaves it alone; every score must be what its raw reply says. */
    static VerdictLog read(Path path) {
        VerdictLog log = new VerdictLog(null, JsonLines.read(path));
        List<String> changed = log.judgements.entrySet().stream()
                .filter(entry -> entry.getValue().score() != null)
                .filter(entry -> !Objects.equals(
                        entry.getValue().score(),
                        entry.getValue().raw().score(entry.getValue().metric())))
                .map(entry -> path + ": the verdict " + entry.getKey() + " has the score "
                        + entry.getValue().score() + ", but its reply says "
                        + entry.getValue().raw().score(entry.getValue().metric()))
                .sorted()
                .toList();
        if (!changed.isEmpty()) {
            throw InvalidInputException.of(changed, "take the file as the judge has written it.");
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
     * @param raw the reply as it came, and how it was read
     */
    record Judgement(
            String metric,
            String signature,
            int repeat,
            Judge.Outcome outcome,
            @Nullable Double score,
            String reason,
            Raw raw) {}

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
        BigDecimal dividedBy = line.decimalOrNull("dividedBy");
        return new Judgement(
                line.text("metric"),
                line.text("signature"),
                (int) line.wholeNumber("repeat").orElse(0),
                line.oneOf(Judge.Outcome.class, "outcome"),
                score == null ? null : (Double) score.doubleValue(),
                line.text("reason"),
                new Raw(
                        line.text("raw"),
                        line.oneOf(Form.class, "form"),
                        (int) line.wholeNumber("lowest").orElse(1),
                        (int) line.wholeNumber("highest").orElse(10),
                        dividedBy == null ? 1 : dividedBy.doubleValue()));
    }

    private static ObjectNode line(String key, Judgement judgement) {
        ObjectNode line = Json.object()
                .put("key", key)
                .put("metric", judgement.metric())
                .put("signature", judgement.signature())
                .put("repeat", judgement.repeat())
                .put("outcome", judgement.outcome().name())
                .put("score", judgement.score())
                .put("reason", judgement.reason())
                .put("raw", judgement.raw().text())
                .put("form", judgement.raw().form().name())
                .put("lowest", judgement.raw().lowest())
                .put("highest", judgement.raw().highest());
        return judgement.raw().divisor() == 1
                ? line
                : line.put("dividedBy", judgement.raw().divisor());
    }
}

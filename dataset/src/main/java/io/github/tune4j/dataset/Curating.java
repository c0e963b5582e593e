package io.github.tune4j.dataset;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tune4j.InvalidInputException;
import io.github.tune4j.chat.ChatRequest;
import io.github.tune4j.chat.Message;
import io.github.tune4j.chat.ModelCallException;
import io.github.tune4j.dataset.DatasetCurator.Curation;
import io.github.tune4j.dataset.DatasetCurator.Scale;
import io.github.tune4j.json.Json;
import io.github.tune4j.json.JsonFields;
import io.github.tune4j.json.JsonLines;
import io.github.tune4j.json.PrivateFiles;
import io.github.tune4j.json.RecordFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One run of a curator: every pair without a grade is graded, then all are divided. */
final class Curating {
    /** A reply that cannot be read is asked for once more. */
    private static final int ATTEMPTS = 2;

    /** A judge that is silent so often in a row will be so for the others too. */
    private static final int MOST_SILENT = 5;

    private final DatasetCurator.Settings settings;
    private final Path pairs;
    private final Path kept;
    private final Path setAside;
    private final Map<String, Grade> grades = new ConcurrentHashMap<>();
    private final AtomicInteger silent = new AtomicInteger();
    private final Map<String, List<Excerpt>> excerpts = new HashMap<>();

    Curating(DatasetCurator.Settings settings, Path pairs, Path kept, Path setAside) {
        this.settings = settings;
        this.pairs = pairs;
        this.kept = kept;
        this.setAside = setAside;
    }

    /** A pair, what it is graded against, and what its grade is kept by. */
    private record Task(QaPair pair, @Nullable Excerpt source, String judgement) {}

    Curation run() {
        checkFiles();
        for (Path document : settings.documents()) {
            excerpts.put(String.valueOf(document.getFileName()), Excerpt.of(document));
        }
        List<Task> tasks = QaPair.read(pairs).stream().map(this::task).toList();
        Path part = PrivateFiles.partOf(kept);
        for (Path file : List.of(kept, setAside)) {
            if (Files.exists(file)) {
                RecordFile.read(file).forEach(record -> record.object("grade").ifPresent(this::take));
            }
        }
        JsonLines lines = JsonLines.open(part);
        lines.found().forEach(this::take);
        List<Task> missing = new ArrayList<>();
        Map<String, Task> distinct = new HashMap<>();
        for (Task task : tasks) {
            if (!grades.containsKey(task.judgement) && distinct.put(task.judgement, task) == null) {
                missing.add(task);
            }
        }
        settings.crew().eachLeft("graded pairs", tasks.size(), missing, kept.toString(), task -> grade(task, lines));
        Curation curation = divide(tasks);
        PrivateFiles.delete(part);
        return curation;
    }

    private void checkFiles() {
        Path from = pairs.toAbsolutePath().normalize();
        Path good = kept.toAbsolutePath().normalize();
        Path bad = setAside.toAbsolutePath().normalize();
        if (from.equals(good) || from.equals(bad) || good.equals(bad)) {
            throw InvalidInputException.of(
                    "Two of " + pairs + ", " + kept + " and " + setAside + " are the same file.",
                    "give three different files.");
        }
    }

    private void take(JsonFields fields) {
        Grade grade = Grade.of(fields);
        if (grade.given()) {
            grades.put(grade.judgement(), grade);
        }
    }

    private Task task(QaPair pair) {
        Excerpt source = source(pair).orElse(null);
        MessageDigest digest = MeasuredOutput.sha256();
        String prompt = settings.template(source != null).sha256();
        for (String text : List.of(
                settings.judge().name(),
                settings.scale().name(),
                prompt,
                settings.language(),
                pair.question(),
                pair.answer())) {
            digest.update(text.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
        }
        if (source != null) {
            digest.update(source.attachment().bytes());
        }
        return new Task(pair, source, HexFormat.of().formatHex(digest.digest()));
    }

    /** The part of the document that the pair names; the only part of all when the pair names none. */
    private Optional<Excerpt> source(QaPair pair) {
        QaPair.Source named = pair.source();
        List<Excerpt> parts = named == null
                ? excerpts.values().stream().flatMap(List::stream).toList()
                : excerpts.getOrDefault(named.document(), List.of());
        if (parts.size() == 1) {
            return Optional.of(parts.get(0));
        }
        return parts.stream()
                .filter(part -> named != null && part.place().equals(named.place()))
                .findFirst();
    }

    private void grade(Task task, JsonLines lines) {
        String why = "The judge's replies could not be read.";
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                Optional<GradeReply> reply = GradeReply.read(settings.judge().chat(request(task)), settings.scale());
                silent.set(0);
                if (reply.isPresent()) {
                    keep(task, reply.get(), lines);
                    return;
                }
            } catch (ModelCallException e) {
                if (!e.retryable() || silent.incrementAndGet() >= MOST_SILENT) {
                    throw e;
                }
                why = "The judge did not reply: " + e.kind() + ".";
                if (e.kind() == ModelCallException.Kind.UNREADABLE) {
                    break; // a paced model has asked for it often enough
                }
            }
        }
        grades.put(task.judgement, Grade.unread(task.judgement, why, task.source != null));
    }

    private void keep(Task task, GradeReply reply, JsonLines lines) {
        Grade grade = new Grade(task.judgement, reply.score(), reply.correct(), reply.reason(), task.source != null);
        lines.add(grade.node());
        grades.put(task.judgement, grade);
    }

    private ChatRequest request(Task task) {
        QaPair pair = task.pair;
        String prompt = settings.template(task.source != null)
                .filled(Map.of(
                        "question", pair.question(),
                        "answer", pair.answer(),
                        "language", settings.language(),
                        "mark", task.judgement.substring(0, 12)));
        Message message = task.source == null ? Message.user(prompt) : Message.user(prompt, task.source.attachment());
        ChatRequest.Builder request = ChatRequest.builder(message).options(settings.options());
        if (settings.scale() == Scale.ONE_TO_TEN) {
            request.answerSchema(GradeReply.SCHEMA);
        }
        return request.build();
    }

    private Curation divide(List<Task> tasks) {
        ArrayNode good = Json.array();
        ArrayNode others = Json.array();
        long unread = 0;
        for (Task task : tasks) {
            Grade grade = grades.get(task.judgement);
            ObjectNode node = task.pair.node();
            node.set("grade", grade.node());
            (grade.isGoodEnough(settings.scale(), settings.threshold()) ? good : others).add(node);
            unread += grade.given() ? 0 : 1;
        }
        PrivateFiles.write(kept, Json.indented(good));
        PrivateFiles.write(setAside, Json.indented(others));
        return new Curation(good.size(), others.size() - unread, unread);
    }
}

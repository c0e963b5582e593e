package io.github.tune4j.dataset;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.chat.Message;
import io.github.tune4j.json.JsonFields;
import io.github.tune4j.run.Progress;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One run of a converter: record by record, the ordinary ones by copying their literals. */
final class Conversion {
    private final ConversionSettings settings;
    private final Records records;
    private final OutputStream out;
    private final Progress.Meter meter;
    private final RecordShape targetShape;
    private final ExampleWriter writer;
    private @Nullable RawPairs raw;
    private @Nullable RecordShape shape;
    private final LeftOut leftOut = new LeftOut();
    private Set<String> known = Set.of();
    private long written;
    private long skipped;
    private long told;

    Conversion(ConversionSettings settings, Records records, OutputStream out, Progress.Meter meter)
            throws IOException {
        this.settings = settings;
        this.records = records;
        this.out = out;
        this.meter = meter;
        this.targetShape = RecordShapes.of(
                settings.target(),
                settings.keys(),
                settings.prompt() != null && settings.prompt().usesSystem());
        this.writer = ExampleWriter.of(settings.target(), targetShape, settings.keys(), out);
        this.raw = rawPairs();
    }

    /** Converts everything and returns how many records were written. */
    long run() throws IOException {
        while (records.next()) {
            convertPresent();
            tellProgress();
        }
        if (records.number() == 0 && records instanceof CsvRecords rows) {
            sourceShape(rows.promised()); // what is no CSV at all has no rows either
        }
        tellProgress();
        if (raw != null) {
            raw.addTo(leftOut);
        }
        leftOut.tell(settings.leftOut(), records.source());
        if (skipped > 0 && settings.skipped() != null) {
            settings.skipped().accept(skipped + " of " + records.number() + " records skipped.");
        }
        return written;
    }

    private void convertPresent() throws IOException {
        if (raw != null && ((JsonRecords) records).take(raw)) {
            raw.writeTo(out);
            written++;
            return;
        }
        JsonFields record = records.fields();
        if (shape == null) {
            shape = sourceShape(record);
            raw = shape instanceof QuestionAnswer ? raw : null;
            known = knownKeys(shape);
        }
        convert(record, shape);
    }

    private void tellProgress() {
        long read = records.bytesRead();
        if (read > told) {
            meter.add(read - told);
            told = read;
        }
    }

    /** The shape of the source, told from its first record; one that was copied before this one had the wanted keys. */
    private RecordShape sourceShape(JsonFields record) {
        DatasetFormat format = settings.source();
        if (written > 0) {
            format = DatasetFormat.QUESTION_ANSWER;
        } else if (format == null || format == DatasetFormat.CSV) {
            format = RecordShapes.told(record, settings.keys());
        }
        return RecordShapes.of(format, settings.keys(), false);
    }

    private void convert(JsonFields record, RecordShape shape) throws IOException {
        try {
            writer.write(dressed(shape.read(record), shape, record));
            written++;
            record.node().fieldNames().forEachRemaining(this::noteKey);
        } catch (NotCarriedOverException e) {
            if (settings.skipped() == null) {
                throw InvalidInputException.of(
                        record.place() + " has " + e.what() + ": that cannot be carried over to " + settings.target()
                                + ".",
                        "change the record, choose another target, or skip such records"
                                + " (skipWhatCannotBeCarriedOver).");
            }
            skipped++;
            settings.skipped().accept(record.place() + " skipped: it has " + e.what() + ".");
        }
    }

    private void noteKey(String key) {
        if (!known.contains(key)) {
            leftOut.add(key, 1);
            if (raw != null) {
                raw.leaveOut(key);
            }
        }
    }

    /** The keys that are read, refused, or asked for by a setting. */
    private Set<String> knownKeys(RecordShape shape) {
        Set<String> keys = new HashSet<>(shape.keys());
        if (systemKey(shape) != null) {
            systemKey(shape).addTo(keys);
        }
        if (settings.prompt() != null) {
            settings.prompt().addTo(keys);
        }
        if (settings.completion() != null) {
            settings.completion().addTo(keys);
        }
        return keys;
    }

    /** The example with the system prompt and the templates that were asked for. */
    private Example dressed(Example example, RecordShape shape, @Nullable JsonFields record) {
        String system = example.system();
        if (settings.systemPrompt() != null) {
            system = settings.systemPrompt();
        } else if (record != null && systemKey(shape) != null) {
            system = systemKey(shape).text(record);
        }
        if (settings.prompt() == null && settings.completion() == null) {
            return new Example(system, example.messages());
        }
        List<Message> messages = new ArrayList<>();
        for (Message message : example.messages()) {
            Template template = message.role() == Message.Role.USER ? settings.prompt() : settings.completion();
            String text = template == null ? message.text() : template.fill(message.text(), system, record);
            messages.add(new Message(message.role(), text, message.attachments()));
        }
        return new Example(system, messages);
    }

    /** The key to read each record's system prompt from; null when there is none, or it belongs to the target. */
    private @Nullable KeyPath systemKey(RecordShape shape) {
        boolean targets = settings.targetIsPairs() && !(shape instanceof QuestionAnswer);
        return targets ? null : settings.keys().system();
    }

    /** How to copy ordinary records with a question and an answer; null when each has to be understood. */
    private @Nullable RawPairs rawPairs() {
        boolean pairs = settings.source() == null || settings.source() == DatasetFormat.QUESTION_ANSWER;
        if (!pairs || !(records instanceof JsonRecords) || settings.target() == DatasetFormat.CSV) {
            return null;
        }
        RecordShape shape = new QuestionAnswer(settings.keys());
        List<KeyPath> keys = new ArrayList<>(
                List.of(settings.keys().prompt(), settings.keys().completion()));
        String system = settings.systemPrompt();
        if (system == null && settings.keys().system() != null) {
            system = RawPairs.sample(keys.size());
            keys.add(settings.keys().system());
        }
        Set<String> different = new HashSet<>();
        for (KeyPath key : keys) {
            if (key.path().contains(".") || !different.add(key.path())) {
                return null;
            }
        }
        if (needsRecord(settings.prompt(), system) || needsRecord(settings.completion(), system)) {
            return null;
        }
        Example sample =
                new Example(system, List.of(Message.user(RawPairs.sample(0)), Message.assistant(RawPairs.sample(1))));
        return RawPairs.learn(keys, dressed(sample, shape, null), targetShape);
    }

    private static boolean needsRecord(@Nullable Template template, @Nullable String system) {
        return template != null && (template.usesRecord() || system == null && template.usesSystem());
    }
}

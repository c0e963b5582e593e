package io.github.tune4j.dataset;

import io.github.tune4j.chat.Message;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes examples, each whole or not at all. */
@FunctionalInterface
interface ExampleWriter {
    /**
     * Writes an example.
     *
     * @throws NotCarriedOverException if the format has no place for something; nothing is written then
     */
    void write(Example example) throws NotCarriedOverException, IOException;

    /** The writer of a format. */
    static ExampleWriter of(DatasetFormat format, RecordShape shape, PairKeys keys, OutputStream out)
            throws IOException {
        return format == DatasetFormat.CSV ? csv(keys, out) : jsonLines(shape, out);
    }

    private static ExampleWriter jsonLines(RecordShape shape, OutputStream out) {
        JsonText json = new JsonText();
        return example -> {
            json.clear(); // of one that was not carried over
            shape.write(example, json);
            out.write(json.line());
        };
    }

    private static ExampleWriter csv(PairKeys keys, OutputStream out) throws IOException {
        List<String> header = new ArrayList<>();
        if (keys.system() != null) {
            header.add(keys.system().path());
        }
        header.add(keys.prompt().path());
        header.add(keys.completion().path());
        out.write(csvRow(header));
        return example -> {
            List<Message> pair = RecordShape.pair(example);
            List<String> row = new ArrayList<>();
            if (keys.system() != null) {
                row.add(example.system() == null ? "" : example.system());
            } else if (example.system() != null) {
                throw new NotCarriedOverException("a system prompt, and no systemPromptKey names its column");
            }
            pair.forEach(message -> row.add(message.text()));
            for (String field : row) {
                if (!StandardCharsets.UTF_8.newEncoder().canEncode(field)) {
                    throw new NotCarriedOverException("half of a surrogate pair, which only JSON can hold");
                }
            }
            out.write(csvRow(row));
        };
    }

    private static byte[] csvRow(List<String> fields) {
        List<String> quoted = new ArrayList<>();
        for (String field : fields) {
            boolean plain = field.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
                    && !(fields.size() == 1 && field.isEmpty());
            quoted.add(plain ? field : '"' + field.replace("\"", "\"\"") + '"');
        }
        return (String.join(",", quoted) + "\r\n").getBytes(StandardCharsets.UTF_8);
    }
}

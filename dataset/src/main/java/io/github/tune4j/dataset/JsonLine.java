package io.github.tune4j.dataset;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.exc.StreamWriteException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** One example as one line of JSON in UTF-8. */
final class JsonLine {
    private static final JsonFactory UTF_8 =
            JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

    /** For the rare text with half of a surrogate pair, which UTF-8 cannot hold but an escape can. */
    private static final JsonFactory ESCAPED = JsonFactory.builder()
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build();

    private JsonLine() {}

    /** Writes the line with its line end; when it fails, what has been written so far is to be thrown away. */
    static void write(RecordShape shape, Example example, ByteArrayOutputStream line)
            throws NotCarriedOverException, IOException {
        try {
            write(shape, example, line, UTF_8);
        } catch (StreamWriteException e) {
            line.reset();
            write(shape, example, line, ESCAPED);
        }
    }

    private static void write(RecordShape shape, Example example, ByteArrayOutputStream line, JsonFactory factory)
            throws NotCarriedOverException, IOException {
        try (JsonGenerator json = factory.createGenerator(line)) {
            shape.write(example, json);
        }
        line.write('\n');
    }
}

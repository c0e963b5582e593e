package io.github.tune4j.dataset;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tune4j.InvalidInputException;
import io.github.tune4j.json.Json;
import io.github.tune4j.json.JsonFields;
import io.github.tune4j.json.RecordFile;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A question with its answer.
 *
 * @param question the question
 * @param answer the answer
 * @param source what it was made from; null when that is not known
 */
public record QaPair(
        String question, String answer, @Nullable Source source) {

    /**
     * Reads pairs under the keys {@code question}, {@code answer} and, where there is one, {@code source}.
     *
     * @param file a JSON array of objects, or one object a line
     * @return in the order of the file
     * @throws InvalidInputException if the file cannot be read or a record is wrong; the message names the record and
     *     the key
     */
    public static List<QaPair> read(Path file) {
        return RecordFile.read(file).stream().map(QaPair::of).toList();
    }

    static QaPair of(JsonFields fields) {
        return new QaPair(
                fields.text("question"),
                fields.text("answer"),
                fields.object("source")
                        .map(s -> new Source(s.text("document"), s.text("place"), s.text("promptSha256")))
                        .orElse(null));
    }

    ObjectNode node() {
        ObjectNode node = Json.object().put("question", question).put("answer", answer);
        if (source != null) {
            node.putObject("source")
                    .put("document", source.document())
                    .put("place", source.place())
                    .put("promptSha256", source.promptSha256());
        }
        return node;
    }

    /**
     * What a pair was made from.
     *
     * @param document the file's name, without its folder
     * @param place where in the document, for example {@code pages 3 to 7}
     * @param promptSha256 the SHA-256 of the prompt's template, as 64 hexadecimal digits
     */
    public record Source(String document, String place, String promptSha256) {}
}

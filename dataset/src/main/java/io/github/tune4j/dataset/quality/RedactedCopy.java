package io.github.tune4j.dataset.quality;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import io.github.tune4j.InvalidInputException;
import io.github.tune4j.dataset.Dataset;
import io.github.tune4j.dataset.DatasetFormat;
import io.github.tune4j.run.FinishedFile;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** Copies a data set token by token, with its texts redacted. */
final class RedactedCopy {
    private static final JsonFactory JSON =
            JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

    /** Fields whose texts are words of the format. */
    private static final Set<String> NOT_SAID = Set.of("role", "from", "type", "schemaVersion", "id");

    private RedactedCopy() {}

    static Dataset of(Dataset source, Path target) {
        try (BufferedReader in = Files.newBufferedReader(source.file())) {
            FinishedFile.write(target, part -> copy(source, in, part));
        } catch (IOException e) {
            throw InvalidInputException.of(
                    source.file() + " cannot be read.", "check that the file exists and is readable.", e);
        }
        return Dataset.open(target, source.format());
    }

    private static void copy(Dataset source, BufferedReader in, Path part) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(part)) {
            if (source.format() == DatasetFormat.CSV) {
                copyLines(in, out);
            } else {
                copyJson(in, out, source.file());
            }
        } catch (CharacterCodingException e) {
            throw InvalidInputException.of(
                    source.file() + " has bytes that are not UTF-8, or an escape for half of a surrogate pair, which"
                            + " UTF-8 cannot hold.",
                    "save the file as UTF-8, and take such escapes out.",
                    e);
        }
    }

    private static void copyLines(BufferedReader in, BufferedWriter out) throws IOException {
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            out.write(PersonalData.redacted(line));
            out.write('\n');
        }
    }

    private static void copyJson(BufferedReader in, BufferedWriter out, Path file) throws IOException {
        in.mark(1);
        if (in.read() != '\uFEFF') {
            in.reset();
        }
        try (JsonParser parser = JSON.createParser(in);
                JsonGenerator generator = JSON.createGenerator(out)) {
            generator.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                copy(parser, token, generator);
            }
            generator.writeRaw('\n');
        } catch (JsonProcessingException e) {
            // The parser's own message quotes the text, which may be a customer's.
            throw InvalidInputException.of(
                    file + " is not JSON at line " + e.getLocation().getLineNr() + ".", "correct the JSON there.");
        }
    }

    private static void copy(JsonParser parser, JsonToken token, JsonGenerator generator) throws IOException {
        if (token == JsonToken.VALUE_STRING && !NOT_SAID.contains(String.valueOf(parser.currentName()))) {
            generator.writeString(PersonalData.redacted(parser.getText()));
        } else {
            generator.copyCurrentEventExact(parser);
        }
    }
}

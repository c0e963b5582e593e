package io.github.tune4j.testkit.bedrock;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.tune4j.dataset.DatasetFormat;
import io.github.tune4j.dataset.validation.DatasetLimits;
import io.github.tune4j.testkit.standin.TrainingRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Reads a job's data files and checks them against a model's limits, as the phase Validation does. The checks are the
 * local AWS's own: a mistake of the library's validator must not be repeated here.
 */
final class TrainingFiles {
    private static final int LONGEST_TEXT = 10 * 1024 * 1024;
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(100)
                            .maxStringLength(LONGEST_TEXT)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final DatasetLimits limits;

    /** What a file holds: records to learn from, and how many tokens they have together. */
    record Content(List<TrainingRecord> records, long tokens) {
        static final Content NONE = new Content(List.of(), 0);
    }

    TrainingFiles(DatasetLimits limits) {
        this.limits = limits;
    }

    Content training(String file, byte[] bytes) throws JobFailure {
        Content content = read(file, bytes, limits.trainingBytes());
        count("training", file, content.records().size(), limits.trainingRecords());
        return content;
    }

    Content validation(String file, byte[] bytes) throws JobFailure {
        Content content = read(file, bytes, limits.validationBytes());
        DatasetLimits.Range range = limits.validationRecords().orElseThrow(() -> new JobFailure(JobFailure.UNEXPECTED));
        count("validation", file, content.records().size(), range);
        return content;
    }

    void together(int records) throws JobFailure {
        count("training and validation", "both files", records, limits.records());
    }

    private static void count(String what, String file, int records, DatasetLimits.Range range) throws JobFailure {
        if (!range.contains(records)) {
            throw new JobFailure("The number of " + what + " records in " + file + " is " + records
                    + ", which is not between " + range.min() + " and " + range.max() + ".");
        }
    }

    private Content read(String file, byte[] bytes, OptionalLong most) throws JobFailure {
        if (most.isPresent() && bytes.length > most.getAsLong()) {
            throw new JobFailure("Input size exceeded in file " + file + " for record starting with "
                    + beginning(new String(bytes, 0, 160, StandardCharsets.UTF_8)));
        }
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw unparsable(file);
        }
        List<TrainingRecord> records = new ArrayList<>();
        long tokens = 0;
        for (String line : text.lines().toList()) {
            Conversation record = record(file, line);
            check(file, line, record);
            records.add(new TrainingRecord(record.prompt(), record.completion()));
            tokens += Stream.concat(record.input(), Stream.of(record.completion()))
                    .mapToLong(this::estimate)
                    .sum();
        }
        return new Content(records, tokens);
    }

    private Conversation record(String file, String line) throws JobFailure {
        try {
            return Conversation.read(limits.format(), JSON.readTree(line)).orElseThrow(() -> unparsable(file));
        } catch (IOException e) {
            throw unparsable(file);
        }
    }

    private void check(String file, String line, Conversation record) throws JobFailure {
        for (String word : limits.reservedWords()) {
            if (Stream.concat(record.input(), Stream.of(record.completion())).anyMatch(said -> said.contains(word))) {
                throw new JobFailure("The reserved keyword '" + word.strip() + "' is not allowed in file " + file
                        + " for record starting with " + beginning(line));
            }
        }
        if (limits.tokensPerRecord().isPresent()) {
            long most = limits.tokensPerRecord().getAsLong();
            long input = record.input().mapToLong(this::estimate).sum();
            long output = estimate(record.completion());
            atMost("Maximum input token count", input, most);
            atMost("Maximum output token count", output, most);
            atMost("Max sum of input and output token length", input + output, most);
        }
    }

    private static void atMost(String what, long tokens, long most) throws JobFailure {
        if (tokens > most) {
            throw new JobFailure(what + " " + tokens + " exceeds limit of " + most);
        }
    }

    /** AWS's rule of thumb: three characters a token for Claude, six for the others. */
    private long estimate(String text) {
        return text.codePointCount(0, text.length()) / (limits.format() == DatasetFormat.CLAUDE_MESSAGES ? 3 : 6);
    }

    private static String beginning(String line) {
        return line.substring(0, Math.min(40, line.length()));
    }

    private static JobFailure unparsable(String file) {
        return new JobFailure("Unable to parse Amazon S3 file: " + file + ". Data files must conform to JSONL format.");
    }
}

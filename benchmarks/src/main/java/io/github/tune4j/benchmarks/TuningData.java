package io.github.tune4j.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Data to tune with: the article's where they lie beside the project, otherwise as many records of about that length.
 *
 * @param training 85 records
 * @param validation 32 or more
 */
record TuningData(String training, String validation) {
    private static final Logger LOG = LoggerFactory.getLogger(TuningData.class);
    private static final String ARTICLE = "shared/article/preprocessed/claude3_ft_";

    static TuningData find() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path training = at.resolve(ARTICLE + "training.jsonl");
            if (Files.exists(training)) {
                LOG.info("Tuning with the article's data");
                return new TuningData(read(training), read(at.resolve(ARTICLE + "validation.jsonl")));
            }
        }
        LOG.info("The article's data are not there: tuning with made-up records of their number");
        return new TuningData(records(0, 85), records(85, 34));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String records(int first, int count) {
        return IntStream.range(first, first + count)
                .mapToObj(i ->
                        "{\"system\":\"You are a concise assistant.\",\"messages\":[{\"role\":\"user\",\"content\":"
                                + "\"What does station " + i + " on line " + i % 7
                                + " offer to travellers who change there?\"},"
                                + "{\"role\":\"assistant\",\"content\":\"Station " + i + " has " + (i * 13 % 11 + 1)
                                + " platforms, a waiting room for " + (i * 31 % 97 + 20) + " people, lockers on the "
                                + (i % 2 == 0 ? "eastern" : "western") + " side, and a bakery that opens at "
                                + (5 + i % 4)
                                + " in the morning. Trains leave every " + (i % 20 + 10) + " minutes.\"}]}")
                .collect(Collectors.joining("\n"));
    }
}

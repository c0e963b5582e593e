package io.github.tune4j.benchmarks;

import io.github.tune4j.dataset.Dataset;
import io.github.tune4j.dataset.quality.DatasetDoctor;
import io.github.tune4j.dataset.quality.QualityReport;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The doctor over 10,000 training and 1,000 validation records of about 500 bytes on all processors, all in one JVM
 * ({@link #examine}) and each time in a JVM of its own ({@link #examineInAFreshJvm}), which is what a build waits for.
 * {@code -Dtune4j.doctor=DIR} takes {@code training.jsonl} and {@code validation.jsonl} from there instead.
 */
@State(Scope.Benchmark)
@OutputTimeUnit(TimeUnit.SECONDS)
public class DoctorBenchmark {
    private static final String WORDS =
            "kettle harbour lantern meadow orbit pepper quarry ribbon saddle timber umbrella"
                    + " velvet willow yeast zephyr anchor basket copper dragon ember falcon garden hammer island jacket";

    private Path folder;
    private boolean own;

    @Setup
    public void write() throws IOException {
        String given = System.getProperty("tune4j.doctor");
        own = given == null;
        folder = own ? Files.createTempDirectory("doctor") : Path.of(given);
        if (own) {
            SplittableRandom random = new SplittableRandom(11);
            write("training.jsonl", 10_000, random);
            write("validation.jsonl", 1_000, random);
        }
    }

    @TearDown
    public void delete() throws IOException {
        if (own) {
            Files.delete(folder.resolve("training.jsonl"));
            Files.delete(folder.resolve("validation.jsonl"));
            Files.delete(folder);
        }
    }

    private void write(String name, int records, SplittableRandom random) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(folder.resolve(name))) {
            for (int i = 0; i < records; i++) {
                out.write("{\"messages\": [{\"role\": \"user\", \"content\": \"What is " + sentence(random, 16)
                        + "?\"}, {\"role\": \"assistant\", \"content\": \"It is " + sentence(random, 50) + ".\"}]}\n");
            }
        }
    }

    private static String sentence(SplittableRandom random, int length) {
        String[] words = WORDS.split(" ");
        StringBuilder sentence = new StringBuilder();
        for (int i = 0; i < length; i++) {
            sentence.append(i == 0 ? "" : " ")
                    .append(words[random.nextInt(words.length)])
                    .append((char) ('a' + random.nextInt(26)));
        }
        return sentence.toString();
    }

    private QualityReport examined() {
        return DatasetDoctor.builder(Dataset.open(folder.resolve("training.jsonl")))
                .validation(Dataset.open(folder.resolve("validation.jsonl")))
                .examine();
    }

    @Benchmark
    @BenchmarkMode(Mode.AverageTime)
    @Fork(1)
    @Warmup(iterations = 5, time = 2)
    @Measurement(iterations = 5, time = 2)
    public QualityReport examine() {
        return examined();
    }

    @Benchmark
    @BenchmarkMode(Mode.SingleShotTime)
    @Fork(5)
    @Warmup(iterations = 0)
    @Measurement(iterations = 1)
    public QualityReport examineInAFreshJvm() {
        return examined();
    }
}

package io.github.tune4j.benchmarks;

import io.github.tune4j.dataset.DatasetConverter;
import io.github.tune4j.dataset.validation.DatasetValidator;
import io.github.tune4j.dataset.validation.TokenEstimator;
import io.github.tune4j.dataset.validation.ValidationReport;
import io.github.tune4j.model.BaseModel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Megabytes a second of validation (on all processors) and of conversion (on one), warm and in memory. {@code odd} is
 * how many of a hundred records are unusual and so get the complete check. Whole processes against Python are the
 * business of {@code src/main/python/compare_data_tools.py}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 1, jvmArgs = "-Xmx512m")
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class DatasetBenchmark {
    private static final int MEGABYTES = 32;
    private static final int SIZE = MEGABYTES * 1_000_000;

    /** Bytes of what is said in a record: short ones and wide ones. */
    @Param({"100", "20000"})
    int text;

    @Param({"0", "5", "100"})
    int odd;

    private byte[] lines = {};
    private byte[] array = {};
    private DatasetValidator validator = DatasetValidator.of(BaseModel.CLAUDE_3_HAIKU.limits());
    private DatasetConverter converter = DatasetConverter.builder().build();

    /** Makes the records. */
    @Setup
    public void makeRecords() {
        validator = DatasetValidator.builder(BaseModel.CLAUDE_3_HAIKU.limits())
                .tokenEstimator(TokenEstimator.awsLengthOverThree())
                .build();
        converter = DatasetConverter.builder()
                .systemPrompt("Answer briefly.")
                .keysLeftOut((key, count) -> {})
                .build();
        ByteArrayOutputStream records = new ByteArrayOutputStream(SIZE + 100_000);
        ByteArrayOutputStream pairs = new ByteArrayOutputStream(SIZE + 100_000);
        pairs.write('[');
        for (int i = 0; records.size() < SIZE; i++) {
            String said = i % 2 == 0
                    ? "the model is tuned with records, ".repeat(text / 33 + 1)
                    : "基盤モデルを微調整します。\\n".repeat(text / 41 + 1);
            String unusual = i % 100 < odd ? ", \"id\": " + i : "";
            records.writeBytes(("{\"system\": \"Answer briefly.\", \"messages\": [{\"role\": \"user\", \"content\": \""
                            + i + "\"}, {\"role\": \"assistant\", \"content\": \"" + said + "\"}]" + unusual + "}\n")
                    .getBytes(StandardCharsets.UTF_8));
            pairs.writeBytes(((i == 0 ? "" : ",\n") + "{\"question\": \"" + i + "\", \"answer\": \"" + said + "\""
                            + unusual + "}")
                    .getBytes(StandardCharsets.UTF_8));
        }
        pairs.write(']');
        lines = records.toByteArray();
        array = pairs.toByteArray();
    }

    /** Megabytes of JSON Lines checked against the limits of Claude 3 Haiku. */
    @Benchmark
    @OperationsPerInvocation(MEGABYTES)
    public ValidationReport validate() {
        return validator.validate(new ByteArrayInputStream(lines));
    }

    /** Megabytes of a JSON array turned into Claude's format. */
    @Benchmark
    @OperationsPerInvocation(MEGABYTES)
    public long convert() {
        return converter.convert(new ByteArrayInputStream(array), OutputStream.nullOutputStream());
    }
}

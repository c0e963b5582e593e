package io.github.tune4j.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Data of any size passes through a heap of 64 MiB: made on the fly into standard input, thrown away on the way out. */
@EnabledOnOs(OS.LINUX)
class LargeDataTest {
    private static final long MEGABYTE = 1_000_000;
    private static final Path STATUS = Path.of("/proc/self/status");

    private static final String PAIR = "{\"question\": \"What is thing number %d, and what is it for?\","
            + " \"answer\": \"基盤モデルを微調整するもの %d。\\n\\\"It\\\" is a thing among others.\"}";

    private static final String RECORD =
            "{\"messages\": [{\"role\": \"user\", \"content\": \"What is thing number %d?\"},"
                    + " {\"role\": \"assistant\", \"content\": \"基盤モデルを微調整するもの %d。\\nA thing.\"}]}";

    @Test
    void conversion_needs_the_same_memory_for_100_and_for_300_megabytes() throws Exception {
        Run small = convert(100 * MEGABYTE);
        Run large = convert(300 * MEGABYTE);
        assertThat(large.out()).isGreaterThan(300 * MEGABYTE);
        assertThat(large.peakMebibytes()).isLessThan(100).isCloseTo(small.peakMebibytes(), within(15L));
    }

    @Test
    void validation_needs_the_same_memory_for_100_and_for_300_megabytes() throws Exception {
        Run small = validate(100 * MEGABYTE);
        Run large = validate(300 * MEGABYTE);
        assertThat(large.peakMebibytes()).isLessThan(100).isCloseTo(small.peakMebibytes(), within(15L));
    }

    @Test
    @EnabledIfSystemProperty(named = "tune4j.nightly", matches = "true")
    void ten_gigabytes_are_converted_and_validated_in_the_same_memory() throws Exception {
        assertThat(convert(10_000 * MEGABYTE)).satisfies(run -> {
            assertThat(run.out()).isGreaterThan(10_000 * MEGABYTE);
            assertThat(run.peakMebibytes()).isLessThan(100);
        });
        assertThat(validate(10_000 * MEGABYTE).peakMebibytes()).isLessThan(100);
    }

    private static Run convert(long bytes) throws Exception {
        Run run =
                run(bytes, "[", PAIR, ",\n", "]\n", "convert", "--input", "-", "--output", "-", "--system-prompt", "S");
        assertThat(run.exitCode()).as(run.said()).isZero();
        return run;
    }

    private static Run validate(long bytes) throws Exception {
        Run run = run(bytes, "", RECORD, "\n", "\n", "validate", "--training", "-");
        assertThat(run.exitCode()).as(run.said()).isOne(); // far more lines than the model takes, and nothing else
        assertThat(run.said()).doesNotContain("OutOfMemory");
        return run;
    }

    private record Run(int exitCode, long out, long peakMebibytes, String said) {}

    private static Run run(long bytes, String before, String record, String between, String after, String... arguments)
            throws Exception {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx64m", "-cp"));
        command.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        command.add(Measured.class.getName());
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).start();
        CompletableFuture<String> said = CompletableFuture.supplyAsync(() -> text(process.getErrorStream()));
        CompletableFuture<Long> out = CompletableFuture.supplyAsync(() -> length(process.getInputStream()));
        try (OutputStream in = process.getOutputStream()) {
            in.write(before.getBytes(StandardCharsets.UTF_8));
            long written = 0;
            for (int i = 0; written < bytes; i++) {
                byte[] block = block(i, record, between);
                in.write(block);
                written += block.length;
            }
            in.write(String.format(record, 0, 0).getBytes(StandardCharsets.UTF_8));
            in.write(after.getBytes(StandardCharsets.UTF_8));
        }
        int exitCode = process.waitFor();
        String lines = said.get();
        String peak = lines.replaceFirst("(?s).*VmHWM:\\s+(\\d+) kB.*", "$1");
        assertThat(peak).as(lines).matches("\\d+");
        return new Run(exitCode, out.get(), Long.parseLong(peak) / 1024, lines);
    }

    /** A thousand records that differ, each with what separates it from the next. */
    private static byte[] block(int number, String record, String between) {
        StringBuilder block = new StringBuilder();
        String[] pieces = record.split("%d", -1);
        for (int i = number * 1000; i < (number + 1) * 1000; i++) {
            block.append(pieces[0])
                    .append(i)
                    .append(pieces[1])
                    .append(i)
                    .append(pieces[2])
                    .append(between);
        }
        return block.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String text(InputStream stream) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            StringBuilder text = new StringBuilder();
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                text.append(line).append('\n');
            }
            return text.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long length(InputStream stream) {
        byte[] buffer = new byte[1 << 16];
        long length = 0;
        try {
            for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
                length += read;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return length;
    }

    /** Runs a main in a process of its own and says at the end how much memory it had at most. */
    static final class Measured {
        private Measured() {}

        public static void main(String[] arguments) throws IOException {
            String[] rest = List.of(arguments).subList(1, arguments.length).toArray(String[]::new);
            int exitCode = arguments[0].equals("convert")
                    ? ConvertDataset.COMMAND.run(rest, ConvertDataset::run, System.out, System.err)
                    : ValidateDataset.COMMAND.run(rest, ValidateDataset::run, System.out, System.err);
            for (String line : Files.readAllLines(STATUS)) {
                if (line.startsWith("VmHWM")) {
                    System.err.println(line);
                }
            }
            System.exit(exitCode);
        }
    }
}

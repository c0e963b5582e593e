package io.github.tune4j.testkit.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Programs of other people that call a local AWS. A test is skipped with one line where a program is not there. */
public final class Program {
    private final Map<String, String> environment;

    private Program(Map<String, String> environment) {
        this.environment = environment;
    }

    /** Programs that are told of an endpoint in the way AWS's own clients are, and of nothing else. */
    public static Program against(URI endpoint, String accessKey, String secretKey) {
        Map<String, String> environment = new HashMap<>();
        environment.put("AWS_ENDPOINT_URL", endpoint.toString());
        environment.put("AWS_ACCESS_KEY_ID", accessKey);
        environment.put("AWS_SECRET_ACCESS_KEY", secretKey);
        environment.put("AWS_DEFAULT_REGION", "us-west-2");
        environment.put("AWS_CONFIG_FILE", "/nonexistent");
        environment.put("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent");
        environment.put("AWS_EC2_METADATA_DISABLED", "true");
        environment.put("AWS_PAGER", "");
        environment.put("PYTHONUTF8", "1");
        return new Program(environment);
    }

    /** The AWS CLI: fails the test if it fails, and gives what it printed. */
    public String aws(String... arguments) throws IOException, InterruptedException {
        return run(command("aws", arguments)).succeeded();
    }

    /** The AWS CLI, whatever becomes of it. */
    public Result tryAws(String... arguments) throws IOException, InterruptedException {
        return run(command("aws", arguments));
    }

    /** A Python script that uses boto3. */
    public String python(Path script, String... arguments) throws IOException, InterruptedException {
        assumeTrue(run(List.of("python3", "-c", "import boto3")).status() == 0, "skipped: no boto3 on this machine");
        List<String> command = command("python3", script.toString());
        command.addAll(List.of(arguments));
        return run(command).succeeded();
    }

    /** Fetches a URL with curl. */
    public String curl(String... arguments) throws IOException, InterruptedException {
        return run(command("curl", arguments)).succeeded();
    }

    /** What a program did. */
    public record Result(int status, String output) {
        String succeeded() {
            assertThat(status).as(output).isZero();
            return output;
        }
    }

    private static List<String> command(String program, String... arguments) throws IOException, InterruptedException {
        boolean there = new ProcessBuilder("sh", "-c", "command -v " + program)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
        assumeTrue(there, () -> "skipped: no " + program + " on this machine");
        List<String> command = new ArrayList<>();
        command.add(program);
        command.addAll(List.of(arguments));
        return command;
    }

    private Result run(List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("program", ".txt");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(ProcessBuilder.Redirect.from(
                            Files.createFile(output.resolveSibling(output.getFileName() + ".in"))
                                    .toFile()))
                    .redirectOutput(output.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
            builder.environment().putAll(environment);
            Process process = builder.start();
            try {
                assertThat(process.waitFor(3, TimeUnit.MINUTES))
                        .as("%s ends in time", command)
                        .isTrue();
            } finally {
                process.destroyForcibly();
            }
            return new Result(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
        } finally {
            Files.deleteIfExists(output);
            Files.deleteIfExists(output.resolveSibling(output.getFileName() + ".in"));
        }
    }
}

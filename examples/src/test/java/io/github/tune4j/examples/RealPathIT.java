package io.github.tune4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job as it runs on a real account: the SDK's default chain, and an endpoint in another process. */
class RealPathIT {
    private static final Path TARGET =
            Path.of(System.getProperty("maven.multiModuleProjectDirectory"), "examples", "target");
    private static final String CLASS_PATH = TARGET + "/*" + File.pathSeparator + TARGET + "/lib/*";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    @Test
    void runs_against_an_endpoint_that_only_the_environment_names_and_ends_what_it_bought() throws Exception {
        Process server =
                java("io.github.tune4j.testkit.LocalAwsServer", "--port", "0").start();
        try {
            URI endpoint = endpointOf(server);
            Path out = folder.resolve("out");
            String said = main(
                    endpoint,
                    0,
                    "--out",
                    out.toString(),
                    "--aws",
                    "--bucket",
                    "real-path",
                    "--role",
                    "tuning",
                    "--yes-spend",
                    "500");
            assertThat(said).contains("[12/12]").contains("not publicly known").contains("stand-ins");
            JsonNode report = JSON.readTree(out.resolve("report.json").toFile());
            assertThat(report.path("standIn").booleanValue()).isTrue();
            assertThat(report.path("models")).hasSize(2);
            JsonNode bill = control(endpoint, "bill");
            assertThat(bill.path("items")).isNotEmpty();
            assertThat(bill.path("items"))
                    .filteredOn(i -> i.path("arn").asText().contains("provisioned-model"))
                    .isEmpty();

            String again = main(
                    endpoint,
                    0,
                    "--out",
                    out.toString(),
                    "--aws",
                    "--bucket",
                    "real-path",
                    "--role",
                    "tuning",
                    "--yes-spend",
                    "500");
            assertThat(again).contains("[12/12]");
            JsonNode calls = control(endpoint, "calls");
            assertThat(calls)
                    .filteredOn(c -> c.path("operation").asText().equals("CreateModelCustomizationJob"))
                    .hasSize(1);
        } finally {
            server.destroy();
            server.waitFor(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void an_endpoint_that_nobody_answers_at_is_one_clear_message() throws Exception {
        // Bound and not listening: nobody answers there, and nobody else can take the port meanwhile.
        try (Socket mute = new Socket()) {
            mute.bind(new InetSocketAddress("127.0.0.1", 0));
            String said = main(
                    URI.create("http://127.0.0.1:" + mute.getLocalPort()),
                    2,
                    "--out",
                    folder.resolve("out").toString(),
                    "--aws",
                    "--bucket",
                    "real-path",
                    "--role",
                    "tuning",
                    "--yes-spend",
                    "500");
            assertThat(said).contains("To fix:").doesNotContain("\tat ");
        }
    }

    private String main(URI endpoint, int exitCode, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("io.github.tune4j.examples.ReproduceArticle"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = java(command.toArray(String[]::new));
        builder.environment().put("AWS_ENDPOINT_URL", endpoint.toString());
        builder.environment().put("AWS_ACCESS_KEY_ID", "local");
        builder.environment().put("AWS_SECRET_ACCESS_KEY", "local");
        builder.environment().remove("AWS_SESSION_TOKEN");
        Path output = Files.createTempFile(folder, "output", ".txt");
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        process.getOutputStream().close();
        boolean ended = process.waitFor(5, TimeUnit.MINUTES);
        process.destroyForcibly();
        String said = Files.readString(output);
        assertThat(ended).as(said).isTrue();
        assertThat(process.exitValue()).as(said).isEqualTo(exitCode);
        return said;
    }

    private static ProcessBuilder java(String... arguments) {
        List<String> command =
                new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java", "-cp", CLASS_PATH));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command);
    }

    private static JsonNode control(URI endpoint, String what) throws IOException {
        try (InputStream in = endpoint.resolve("/_local/" + what).toURL().openStream()) {
            return JSON.readTree(in);
        }
    }

    private static URI endpointOf(Process server) throws IOException {
        BufferedReader reader =
                new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
        String line = reader.readLine();
        assertThat(line).startsWith("LocalAws listening on http://127.0.0.1:");
        return URI.create(line.substring(line.indexOf("http")));
    }
}

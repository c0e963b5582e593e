package io.github.tune4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tune4j.aws.AwsSession;
import io.github.tune4j.aws.ServiceRole;
import io.github.tune4j.dataset.Dataset;
import io.github.tune4j.job.FineTuningJob;
import io.github.tune4j.model.BaseModel;
import io.github.tune4j.testkit.LocalAws;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The playground as it runs on a real account: an endpoint that only the environment names, and a signal that ends it. */
class PlaygroundIT {
    private static final Path TARGET =
            Path.of(System.getProperty("maven.multiModuleProjectDirectory"), "examples", "target");

    private final LocalAws local = LocalAws.start();

    @TempDir
    Path folder;

    @Test
    void a_terminated_jvm_deletes_what_its_page_bought() throws Exception {
        try (local) {
            tune("pages");
            Process playground = playground("--aws", "--tuned", "pages", "--yes-spend", "200");
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(playground.getInputStream(), StandardCharsets.UTF_8))) {
                URI page = pageOf(lines);
                assertThat(post(page, "/tuned/buy")).isEqualTo(200);
                assertThat(local.running()).hasSize(1);
                // Process.destroy would close the stream that the last words come through.
                playground.toHandle().destroy();
                assertThat(playground.waitFor(60, TimeUnit.SECONDS)).isTrue();
                assertThat(lines.lines().collect(Collectors.joining("\n"))).contains("deleted");
                assertThat(local.running()).isEmpty();
            } finally {
                playground.destroyForcibly();
            }
        }
    }

    @Test
    void spends_nothing_without_consent() throws Exception {
        try (local) {
            tune("pages");
            Process playground = playground("--aws", "--tuned", "pages");
            playground.getOutputStream().close();
            String said = new String(playground.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(playground.waitFor()).isEqualTo(2);
            assertThat(said)
                    .contains("132.00 USD")
                    .contains("Nobody is there to agree to 137.00 USD")
                    .contains("To fix:");
            assertThat(local.calls("CreateProvisionedModelThroughput")).isEmpty();
        }
    }

    private void tune(String name) throws IOException {
        String records = IntStream.range(0, 32)
                .mapToObj(i -> "{\"messages\":[{\"role\":\"user\",\"content\":\"What is on page " + i
                        + "?\"},{\"role\":\"assistant\",\"content\":\"Picture " + i + ".\"}]}")
                .collect(Collectors.joining("\n"));
        Path training = Files.writeString(folder.resolve("training.jsonl"), records + "\n");
        try (AwsSession aws = AwsSession.builder()
                .configure(local::configure)
                .time(local.time())
                .build()) {
            FineTuningJob.builder(aws)
                    .name(name)
                    .baseModel(BaseModel.CLAUDE_3_HAIKU)
                    .serviceRole(ServiceRole.createIfMissing("pages-role"))
                    .trainingData(Dataset.open(training))
                    .storage("s3://pages-bucket/tuning")
                    .createStorageIfMissing()
                    .hyperParameters(h -> h.epochs(1))
                    .submit()
                    .await(Duration.ofHours(12));
        }
    }

    private Process playground(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + "/bin/java",
                "-cp",
                TARGET + "/*" + File.pathSeparator + TARGET + "/lib/*",
                "io.github.tune4j.examples.Playground"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("AWS_ENDPOINT_URL", local.endpoint().toString());
        builder.environment().put("AWS_ACCESS_KEY_ID", "local");
        builder.environment().put("AWS_SECRET_ACCESS_KEY", "local");
        builder.environment().remove("AWS_SESSION_TOKEN");
        return builder.start();
    }

    private static URI pageOf(BufferedReader lines) throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("Playground: ")) {
                return URI.create(line.substring("Playground: ".length()));
            }
        }
        throw new AssertionError("the playground printed no address");
    }

    private static int post(URI page, String path) throws IOException, InterruptedException {
        String origin = "http://" + page.getAuthority();
        HttpRequest request = HttpRequest.newBuilder(URI.create(origin + path))
                .timeout(Duration.ofSeconds(60))
                .header("X-Playground-Token", page.getQuery().substring("token=".length()))
                .header("Origin", origin)
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .statusCode();
    }
}

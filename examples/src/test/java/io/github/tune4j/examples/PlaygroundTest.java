package io.github.tune4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The main as it runs without arguments: a local AWS, a stand-in that is tuned, and the page's own calls. */
class PlaygroundTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    @Timeout(120)
    void a_session_from_the_first_question_to_the_end_of_what_was_bought() throws Exception {
        PipedInputStream said = new PipedInputStream(1 << 16);
        PrintStream out = new PrintStream(new PipedOutputStream(said), true, StandardCharsets.UTF_8);
        CompletableFuture<Integer> exit = CompletableFuture.supplyAsync(() -> {
            try (out) {
                return Playground.COMMAND.run(new String[0], Playground::run, out, System.err);
            }
        });
        BufferedReader lines = new BufferedReader(new InputStreamReader(said, StandardCharsets.UTF_8));
        assertThat(lines.readLine()).contains("stand-ins");
        String line = lines.readLine();
        while (!line.startsWith("Playground: ")) {
            line = lines.readLine();
        }
        URI page = URI.create(line.substring("Playground: ".length()));
        assertThat(page.getHost()).isEqualTo("127.0.0.1");

        assertThat(call(page, "/room", null).path("notice").asText()).contains("stand-ins");
        JsonNode bought = call(page, "/tuned/buy", "{}");
        assertThat(bought.path("usd").asText()).isEqualTo("132.0000");
        JsonNode meter = call(page, "/meter", null);
        while (!meter.path("state").asText().equals("IN_SERVICE")) {
            assertThat(meter.path("problem").isNull()).as(meter.toString()).isTrue();
            meter = call(page, "/meter", null);
        }
        HttpResponse<String> answers = http.send(
                request(page, "/ask", "{\"question\":\"What is provisioned throughput?\"}"),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answers.body().lines().filter(l -> l.contains("\"end\""))).hasSize(2);
        assertThat(new BigDecimal(call(page, "/meter", null).path("usd").asText()))
                .as("the base model's tokens are charged too")
                .isGreaterThan(new BigDecimal("132"));
        call(page, "/tuned/end", "{}");
        call(page, "/quit", "{}");
        assertThat(exit.get(90, TimeUnit.SECONDS)).isZero();
        assertThat(lines.lines().toList()).anyMatch(l -> l.contains("deleted. Spent 132.0"));
    }

    private HttpRequest request(URI page, String path, String body) {
        String origin = "http://" + page.getAuthority();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(origin + path))
                .timeout(Duration.ofSeconds(60))
                .header("X-Playground-Token", page.getQuery().substring("token=".length()))
                .header("Origin", origin)
                .header("Content-Type", "application/json");
        return (body == null ? request : request.POST(HttpRequest.BodyPublishers.ofString(body))).build();
    }

    private JsonNode call(URI page, String path, String body) throws IOException, InterruptedException {
        return JSON.readTree(http.send(request(page, path, body), HttpResponse.BodyHandlers.ofString())
                .body());
    }
}

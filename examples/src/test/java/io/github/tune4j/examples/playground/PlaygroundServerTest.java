package io.github.tune4j.examples.playground;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.tune4j.chat.ChatRequest;
import io.github.tune4j.examples.asking.Served;
import io.github.tune4j.run.Budget;
import io.github.tune4j.run.TimeSource;
import io.github.tune4j.testing.VirtualTime;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlaygroundServerTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final VirtualTime time = VirtualTime.start();
    private final AtomicInteger bought = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private final Talker base = Talker.saying("I do ", "not know.");
    private final Budget budget = Budget.ofUsd("150");
    private final PlaygroundServer server = PlaygroundServer.start(
            new Room(
                    base, "Test model", TunedSeat.forSale(this::buy, time), "132 USD an hour", budget, "Be brief.", ""),
            0);

    private final String origin = "http://127.0.0.1:" + server.address().getPort();
    private final String token = server.address().getQuery().substring("token=".length());

    @AfterEach
    void close() {
        server.close();
    }

    /** As throughput does, it charges an hour when it begins. */
    private Served buy() {
        bought.incrementAndGet();
        budget.charge("an hour", new BigDecimal("132"), null);
        return new Served(
                Talker.saying("I know."),
                time.now(),
                new BigDecimal("132.00"),
                () -> {},
                () -> false,
                ended::incrementAndGet);
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create(origin + path)).timeout(Duration.ofSeconds(20));
    }

    private HttpRequest.Builder post(String path, String body) {
        return to(path).header("X-Playground-Token", token)
                .header("Origin", origin)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private HttpResponse<String> answer(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private List<JsonNode> events(String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = answer(post("/ask", body));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body().lines().map(PlaygroundServerTest::json).toList();
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new AssertionError(text, e);
        }
    }

    @Test
    void listens_on_loopback_only() throws IOException {
        for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
            for (InetAddress address : Collections.list(each.getInetAddresses())) {
                if (!address.isLoopbackAddress()) {
                    assertThat(answers(address)).as(address.toString()).isFalse();
                }
            }
        }
    }

    private boolean answers(InetAddress address) {
        try (Socket socket = new Socket(address, server.address().getPort())) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/playground.js", "/playground.css", "/icon.svg", "/room", "/meter"})
    void every_page_needs_the_token(String path) throws Exception {
        assertThat(answer(to(path)).statusCode()).isEqualTo(403);
        assertThat(answer(to(path + "?token=wrong")).statusCode()).isEqualTo(403);
        assertThat(answer(to(path + "?token=" + token)).statusCode()).isEqualTo(200);
        assertThat(answer(to(path).header("X-Playground-Token", token)).statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ask", "/tuned/buy", "/tuned/end", "/quit"})
    void what_spends_or_ends_is_a_post_with_the_token_in_a_header_and_the_page_s_own_origin(String path)
            throws Exception {
        HttpRequest.BodyPublisher body = HttpRequest.BodyPublishers.ofString("{\"question\":\"?\"}");
        assertThat(answer(to(path + "?token=" + token)).statusCode()).isEqualTo(405);
        assertThat(answer(to(path + "?token=" + token).header("Origin", origin).POST(body))
                        .statusCode())
                .as("token in the address")
                .isEqualTo(403);
        assertThat(answer(to(path).header("X-Playground-Token", token).POST(body))
                        .statusCode())
                .as("no origin")
                .isEqualTo(403);
        for (String other : List.of("https://example.org", "null", origin + "0", "http://localhost:1")) {
            assertThat(answer(to(path).header("X-Playground-Token", token)
                                    .header("Origin", other)
                                    .POST(body))
                            .statusCode())
                    .as(other)
                    .isEqualTo(403);
        }
        assertThat(answer(post(path, "{}").header("Sec-Fetch-Site", "cross-site"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(bought).hasValue(0);
        assertThat(base.asked).isEmpty();
    }

    @Test
    void a_get_from_another_page_is_refused_although_it_has_the_token() throws Exception {
        assertThat(answer(to("/meter").header("X-Playground-Token", token).header("Origin", "https://example.org"))
                        .statusCode())
                .isEqualTo(403);
    }

    /** A name of an attacker's that was made to point at 127.0.0.1 still says in Host what it was. */
    @ParameterizedTest
    @ValueSource(strings = {"attacker.example", "localhost", "127.0.0.2", "[::1]"})
    void another_host_is_refused(String host) throws IOException {
        assertThat(page(host)).startsWith("HTTP/1.1 403");
        assertThat(page("127.0.0.1")).startsWith("HTTP/1.1 200");
    }

    private String page(String host) throws IOException {
        return raw("GET /?token=" + token + " HTTP/1.1\r\nHost: " + host + ":"
                + server.address().getPort() + "\r\nConnection: close\r\n\r\n");
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.address().getPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void no_answer_lets_another_origin_in_and_scripts_stand_in_files_only() throws Exception {
        HttpResponse<String> page = answer(to("/?token=" + token));
        assertThat(page.headers().map()).doesNotContainKey("access-control-allow-origin");
        String policy = page.headers().firstValue("Content-Security-Policy").orElseThrow();
        assertThat(policy)
                .contains("default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(page.body())
                .doesNotContainPattern("<script(?![^>]*src=)")
                .doesNotContainPattern("\\son[a-z]+=")
                .doesNotContain("style=", "<style");
        HttpResponse<String> preflight = answer(to("/ask")
                .header("Origin", "https://example.org")
                .header("Access-Control-Request-Method", "POST")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
        assertThat(preflight.statusCode()).isEqualTo(403);
        assertThat(preflight.headers().map()).doesNotContainKey("access-control-allow-origin");
    }

    @Test
    void both_models_get_the_same_question_under_the_same_conditions() throws Exception {
        answer(post("/tuned/buy", "{}"));
        List<JsonNode> events = events(
                "{\"question\":\"What?\",\"systemPrompt\":\"Be brief.\",\"temperature\":0.25,\"topP\":0.5,\"maxTokens\":64}");
        assertThat(text(events, "base")).isEqualTo("I do not know.");
        assertThat(text(events, "tuned")).isEqualTo("I know.");
        assertThat(events)
                .filteredOn(e -> e.has("end"))
                .hasSize(2)
                .allSatisfy(e -> assertThat(e.path("outputTokens").asInt()).isEqualTo(34));
        ChatRequest asked = base.asked.get(0);
        assertThat(asked.messages().get(0).text()).isEqualTo("What?");
        assertThat(asked.system()).contains("Be brief.");
        assertThat(asked.options().temperature()).hasValue(0.25);
        assertThat(asked.options().topP()).hasValue(0.5);
        assertThat(asked.options().maxTokens()).contains(64);
    }

    private static String text(List<JsonNode> events, String side) {
        StringBuilder text = new StringBuilder();
        events.stream()
                .filter(e -> e.path("side").asText().equals(side))
                .forEach(e -> text.append(e.path("text").asText()));
        return text.toString();
    }

    @Test
    void what_is_left_empty_is_left_to_the_model_and_a_tuned_model_that_is_not_there_is_not_asked() throws Exception {
        List<JsonNode> events = events("{\"question\":\"What?\",\"temperature\":null,\"systemPrompt\":\" \"}");
        assertThat(events)
                .anySatisfy(e -> assertThat(e.path("absent").asBoolean()).isTrue());
        assertThat(base.asked.get(0).options().temperature()).isEmpty();
        assertThat(base.asked.get(0).system()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{\"question\":\"  \"}",
                "{\"question\":\"?\",\"temperature\":2}",
                "{\"question\":\"?\",\"topP\":\"much\"}",
                "{\"question\":\"?\",\"maxTokens\":1.5}",
                "{\"question\":\"?\",\"maxTokens\":100000000000}",
                "{\"question\":\"?\",\"maxTokens\":0}"
            })
    void a_question_that_is_none_is_refused_with_its_cure_and_costs_nothing(String body) throws Exception {
        HttpResponse<String> answer = answer(post("/ask", body));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer.body()).path("remedy").asText()).isNotBlank();
        assertThat(base.asked).isEmpty();
    }

    @Test
    void what_is_too_long_or_no_json_is_refused() throws Exception {
        assertThat(answer(post("/ask", "{\"question\":\"" + "x".repeat(300_000) + "\"}"))
                        .statusCode())
                .isEqualTo(413);
        assertThat(answer(to("/ask")
                                .header("X-Playground-Token", token)
                                .header("Origin", origin)
                                .header("Content-Type", "text/plain")
                                .POST(HttpRequest.BodyPublishers.ofString("{\"question\":\"?\"}")))
                        .statusCode())
                .isEqualTo(415);
    }

    @Test
    void the_meter_runs_while_the_tuned_model_is_served_and_tells_when_the_next_hour_begins() throws Exception {
        assertThat(meter("/meter").path("usd").asText()).isEqualTo("0.0000");
        JsonNode begun = json(answer(post("/tuned/buy", "{}")).body());
        assertThat(begun.path("usd").asText()).isEqualTo("132.0000");
        assertThat(begun.path("usdPerHour").asText()).isEqualTo("132.00");
        time.advance(Duration.ofMinutes(61));
        JsonNode later = meter("/meter");
        assertThat(later.path("nextHourInSeconds").asLong()).isEqualTo(59 * 60);
        answer(post("/tuned/buy", "{}"));
        assertThat(bought).as("a second click buys nothing").hasValue(1);
        JsonNode over = json(answer(post("/tuned/end", "{}")).body());
        assertThat(over.path("state").asText()).isEqualTo("EMPTY");
        assertThat(over.path("usdPerHour").isNull()).isTrue();
        assertThat(ended).hasValue(1);
    }

    private JsonNode meter(String path) throws IOException, InterruptedException {
        return json(answer(to(path).header("X-Playground-Token", token)).body());
    }

    @Test
    void quitting_ends_the_wait_of_the_program() throws Exception {
        assertThat(answer(post("/quit", "{}")).statusCode()).isEqualTo(200);
        server.awaitQuit();
    }

    @Test
    void a_model_of_somebody_else_is_asked_but_never_ended() throws Exception {
        Served running = Served.existing(Talker.saying("I run."));
        TunedSeat seat = TunedSeat.taken(running, TimeSource.system());
        seat.close();
        assertThat(seat.model()).isPresent();
        assertThat(seat.standing().canBuy()).isFalse();
        assertThat(seat.standing().canEnd()).isFalse();
    }
}

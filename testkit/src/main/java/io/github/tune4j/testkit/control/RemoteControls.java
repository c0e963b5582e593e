package io.github.tune4j.testkit.control;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.tune4j.testkit.faults.FaultPlan;
import io.github.tune4j.testkit.money.ChargedItem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Drives a local AWS in another process. */
public final class RemoteControls implements Controls {
    private final URI server;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    /** The controls of a server. */
    public RemoteControls(URI server) {
        this.server = server;
    }

    @Override
    public List<ChargedItem> bill() {
        return ControlJson.bill(get("bill"));
    }

    @Override
    public List<Recording> calls() {
        return ControlJson.calls(get("calls"));
    }

    @Override
    public Instant now() {
        return Instant.parse(get("clock").path("now").asText());
    }

    @Override
    public double speed() {
        return get("clock").path("speed").asDouble();
    }

    @Override
    public void speed(double timesReal) {
        post("clock", ControlJson.object().put("speed", timesReal));
    }

    @Override
    public void advance(Duration duration) {
        post("clock", ControlJson.object().put("advance", duration.toString()));
    }

    @Override
    public void hurry(Duration duration) {
        post("clock", ControlJson.object().put("await", duration.toString()));
    }

    @Override
    public void inject(FaultPlan fault) {
        post("faults", ControlJson.faults(List.of(fault)));
    }

    @Override
    public void grant(int units) {
        post("quotas", ControlJson.object().put("units", units));
    }

    @Override
    public String declareKey(String region, String alias) {
        return post("keys", ControlJson.object().put("region", region).put("alias", alias))
                .path("arn")
                .asText();
    }

    @Override
    public void listen(@Nullable Listener listener) {
        throw new UnsupportedOperationException("Calls of a local AWS in another process cannot be listened to.");
    }

    @Override
    public void reset() {
        post("reset", ControlJson.object());
    }

    private JsonNode get(String name) {
        return send(request(name).GET().build());
    }

    private JsonNode post(String name, JsonNode body) {
        return send(request(name)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(ControlJson.bytes(body)))
                .build());
    }

    private HttpRequest.Builder request(String name) {
        return HttpRequest.newBuilder(server.resolve(ControlService.PATH + name))
                .timeout(Duration.ofMinutes(2));
    }

    private JsonNode send(HttpRequest request) {
        try {
            HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            JsonNode body = ControlJson.parse(response.body());
            if (response.statusCode() != 200) {
                throw new IllegalArgumentException(body.path("message").asText());
            }
            return body;
        } catch (IOException e) {
            throw new UncheckedIOException("no local AWS answers at " + server, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the local AWS at " + server, e);
        }
    }
}

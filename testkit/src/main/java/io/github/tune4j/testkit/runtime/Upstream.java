package io.github.tune4j.testkit.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tune4j.testkit.standin.Completion;
import io.github.tune4j.testkit.standin.DocumentText;
import io.github.tune4j.testkit.standin.Prompt;
import io.github.tune4j.testkit.standin.TokenCount;
import io.github.tune4j.testkit.standin.Turn;
import io.github.tune4j.testkit.wire.ServiceError;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/** A real model behind an OpenAI-compatible chat endpoint that answers in the place of the stand-ins. Thread-safe. */
public final class Upstream {
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final String PATH = "/chat/completions";

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private final URI endpoint;
    private final String model;

    /**
     * A model.
     *
     * @param base the endpoint's base, for example {@code http://localhost:11434/v1}
     * @param model the model's name there
     */
    public Upstream(URI base, String model) {
        String address = base.toString().replaceFirst("/+$", "");
        this.endpoint = URI.create(address.endsWith(PATH) ? address : address + PATH);
        this.model = model;
    }

    Completion answer(Prompt prompt) throws ServiceError, IOException {
        HttpRequest request = HttpRequest.newBuilder(endpoint)
                .timeout(LONGEST)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body(prompt))))
                .build();
        HttpResponse<byte[]> response;
        try {
            response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (HttpTimeoutException e) {
            throw new ServiceError(408, "ModelTimeoutException", "The upstream model took too long: " + endpoint);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for " + endpoint);
        } catch (IOException e) {
            throw new ServiceError(
                    503, "ServiceUnavailableException", "The upstream model cannot be reached: " + endpoint);
        }
        if (response.statusCode() == 429) {
            throw new ServiceError(429, "ThrottlingException", "The upstream model is throttled: " + endpoint);
        }
        ObjectNode reply = Json.read(response.body()).orElseGet(Json::object);
        JsonNode choice = reply.path("choices").path(0);
        if (response.statusCode() != 200 || choice.isMissingNode()) {
            throw new ServiceError(
                    424,
                    "ModelErrorException",
                    "The upstream model " + model + " answered with HTTP " + response.statusCode() + ": "
                            + reply.path("error").path("message").asText(endpoint.toString()),
                    Map.of("originalStatusCode", response.statusCode(), "resourceName", model));
        }
        return completion(choice, reply.path("usage"), prompt);
    }

    private ObjectNode body(Prompt prompt) {
        ObjectNode body = Json.object()
                .put("model", model)
                .put("max_tokens", prompt.sampling().maxTokens())
                .put("temperature", prompt.sampling().temperature())
                .put("top_p", prompt.sampling().topP());
        if (!prompt.sampling().stopSequences().isEmpty()) {
            ArrayNode stop = body.putArray("stop");
            prompt.sampling().stopSequences().forEach(stop::add);
        }
        ArrayNode messages = body.putArray("messages");
        if (!prompt.system().isEmpty()) {
            messages.addObject().put("role", "system").put("content", prompt.system());
        }
        for (Turn turn : prompt.turns()) {
            StringBuilder content = new StringBuilder();
            for (Turn.Document document : turn.documents()) {
                content.append("<document name=\"").append(document.name()).append("\">\n");
                content.append(DocumentText.of(document)).append("\n</document>\n");
            }
            messages.addObject()
                    .put("role", turn.role().name().toLowerCase(Locale.ROOT))
                    .put("content", content + turn.text());
        }
        Prompt.Tool tool = prompt.tool();
        if (tool != null) {
            String name = tool.name().isEmpty() ? "answer" : tool.name();
            body.putArray("tools")
                    .addObject()
                    .put("type", "function")
                    .putObject("function")
                    .put("name", name)
                    .put("description", tool.description())
                    .set("parameters", tool.schema());
            body.putObject("tool_choice")
                    .put("type", "function")
                    .putObject("function")
                    .put("name", name);
        }
        return body;
    }

    private static Completion completion(JsonNode choice, JsonNode usage, Prompt prompt) throws ServiceError {
        JsonNode message = choice.path("message");
        JsonNode call = message.path("tool_calls").path(0).path("function");
        String text = message.path("content").asText("");
        JsonNode input = null;
        if (prompt.tool() != null) {
            input = Json.parse(call.path("arguments").asText(text))
                    .orElseThrow(() -> new ServiceError(
                            424, "ModelErrorException", "The upstream model's tool call is not JSON."));
        }
        Completion.Stop stop = input != null
                ? Completion.Stop.TOOL_USE
                : choice.path("finish_reason").asText().equals("length")
                        ? Completion.Stop.MAX_TOKENS
                        : Completion.Stop.END_TURN;
        return new Completion(
                input == null ? text : "",
                input,
                stop,
                null,
                usage.path("prompt_tokens").asInt(TokenCount.of(prompt)),
                usage.path("completion_tokens").asInt(TokenCount.of(text)));
    }
}

package io.github.tune4j.examples.playground;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Headless Chromium, driven by the WebDriver protocol. Waiting happens in the page. */
final class Browser implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern PORT = Pattern.compile("on port (\\d+)");
    private static final String ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process driver;
    private final String session;

    private Browser(Process driver, String root, Path profile) throws IOException, InterruptedException {
        this.driver = driver;
        Map<String, Object> chromium = Map.of(
                "binary",
                find("chromium").orElseThrow().toString(),
                "args",
                List.of(
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--window-size=1280,900",
                        "--user-data-dir=" + profile));
        Map<String, Object> wanted = Map.of(
                "capabilities", Map.of("alwaysMatch", Map.of("browserName", "chrome", "goog:chromeOptions", chromium)));
        this.session = root + "/session/"
                + send("POST", root + "/session", wanted).path("sessionId").asText();
    }

    static boolean isThere() {
        return find("chromium").isPresent() && find("chromedriver").isPresent();
    }

    private static Optional<Path> find(String program) {
        return Arrays.stream(System.getenv("PATH").split(":"))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static Browser start(Path profile) throws IOException, InterruptedException {
        Process driver = new ProcessBuilder(find("chromedriver").orElseThrow().toString(), "--port=0")
                .redirectErrorStream(true)
                .start();
        BufferedReader said =
                new BufferedReader(new InputStreamReader(driver.getInputStream(), StandardCharsets.UTF_8));
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            Matcher port = PORT.matcher(line);
            if (port.find() && line.contains("started")) {
                return new Browser(driver, "http://127.0.0.1:" + port.group(1), profile);
            }
        }
        throw new IOException("chromedriver did not start");
    }

    private JsonNode send(String method, String url, Object body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                .build();
        JsonNode value = JSON.readTree(
                        http.send(request, HttpResponse.BodyHandlers.ofString()).body())
                .path("value");
        if (value.has("error")) {
            throw new AssertionError(
                    value.path("error").asText() + ": " + value.path("message").asText());
        }
        return value;
    }

    private JsonNode post(String what, Object body) throws IOException, InterruptedException {
        return send("POST", session + what, body);
    }

    void open(URI page) throws IOException, InterruptedException {
        post("/url", Map.of("url", page.toString()));
    }

    /** What an expression of JavaScript is. */
    JsonNode js(String expression) throws IOException, InterruptedException {
        return post("/execute/sync", Map.of("script", "return " + expression, "args", List.of()));
    }

    /** Waits until an expression is true. */
    void await(String expression) throws IOException, InterruptedException {
        post("/timeouts", Map.of("script", 20_000));
        post(
                "/execute/async",
                Map.of(
                        "script",
                        "const done = arguments[0]; const look = () => (" + expression
                                + ") ? done(true) : setTimeout(look, 20); look();",
                        "args",
                        List.of()));
    }

    String text(String id) throws IOException, InterruptedException {
        return js("document.getElementById('" + id + "').textContent").asText();
    }

    void type(String id, String text) throws IOException, InterruptedException {
        JsonNode element = post("/element", Map.of("using", "css selector", "value", "#" + id));
        post("/element/" + element.path(ELEMENT).asText() + "/value", Map.of("text", text));
    }

    void click(String id) throws IOException, InterruptedException {
        JsonNode element = post("/element", Map.of("using", "css selector", "value", "#" + id));
        post("/element/" + element.path(ELEMENT).asText() + "/click", Map.of());
    }

    /** Presses keys one after another, wherever the focus is. */
    void press(String... keys) throws IOException, InterruptedException {
        List<Map<String, String>> strokes = Arrays.stream(keys)
                .flatMap(key ->
                        List.of(Map.of("type", "keyDown", "value", key), Map.of("type", "keyUp", "value", key))
                                .stream())
                .toList();
        post("/actions", Map.of("actions", List.of(Map.of("type", "key", "id", "keyboard", "actions", strokes))));
    }

    /** How the page's reader has set up their machine. */
    void look(int width, int height, String colours) throws IOException, InterruptedException {
        cdp(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
        cdp(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", colours))));
    }

    private void cdp(String command, Map<String, Object> parameters) throws IOException, InterruptedException {
        post("/goog/cdp/execute", Map.of("cmd", command, "params", parameters));
    }

    void screenshot(Path file) throws IOException, InterruptedException {
        Files.createDirectories(file.getParent());
        Files.write(
                file,
                Base64.getDecoder()
                        .decode(send("GET", session + "/screenshot", null).asText()));
    }

    @Override
    public void close() throws IOException {
        try {
            send("DELETE", session, null);
            driver.destroy();
            driver.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            driver.destroyForcibly();
        }
    }
}

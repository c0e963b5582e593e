package io.github.tune4j.examples.playground;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.tune4j.InvalidInputException;
import io.github.tune4j.TuneException;
import io.github.tune4j.chat.ChatRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The page and what it calls, on loopback only. Everything that may spend money or end something is a POST. */
public final class PlaygroundServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PlaygroundServer.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HTML = "text/html; charset=utf-8";
    private static final String PLAIN = "text/plain; charset=utf-8";
    private static final String JSON_TYPE = "application/json";
    private static final int LARGEST_BODY = 256 * 1024;
    private static final int QUESTIONS_AT_ONCE = 4;

    private final HttpServer server;
    private final ExecutorService threads;
    private final Gate gate;
    private final Room room;
    private final Semaphore questions = new Semaphore(QUESTIONS_AT_ONCE);
    private final CountDownLatch quit = new CountDownLatch(1);
    private final Map<String, Endpoint> endpoints = new LinkedHashMap<>();

    private record Endpoint(String method, Action action) {}

    @FunctionalInterface
    private interface Action {
        void answer(HttpExchange exchange) throws IOException;
    }

    private PlaygroundServer(HttpServer server, Room room) {
        this.server = server;
        this.room = room;
        this.gate = new Gate(server.getAddress().getPort());
        AtomicInteger number = new AtomicInteger();
        this.threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "playground-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        get("/", exchange -> send(exchange, 200, HTML, page()));
        get("/playground.css", exchange -> send(exchange, 200, "text/css; charset=utf-8", resource("playground.css")));
        get(
                "/playground.js",
                exchange -> send(exchange, 200, "text/javascript; charset=utf-8", resource("playground.js")));
        get("/icon.svg", exchange -> send(exchange, 200, "image/svg+xml", resource("icon.svg")));
        get("/room", exchange -> send(exchange, 200, roomJson()));
        get("/meter", exchange -> send(exchange, 200, Meter.read(room)));
        post("/ask", this::ask);
        post("/tuned/buy", exchange -> {
            room.tuned().buy();
            send(exchange, 200, Meter.read(room));
        });
        post("/tuned/end", this::end);
        post("/quit", exchange -> {
            send(exchange, 200, Map.of("ended", true));
            quit.countDown();
        });
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    /**
     * Opens the room on loopback.
     *
     * @param port 0 for any free one
     */
    public static PlaygroundServer start(Room room, int port) {
        try {
            return new PlaygroundServer(
                    HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 0), room);
        } catch (IOException e) {
            throw new TuneException(
                    "Nothing can listen on 127.0.0.1:" + port + " (" + e.getMessage() + ").",
                    "give --port another port, or none for any free one.",
                    e);
        }
    }

    /** The address to open, with the token that every request must show. */
    public URI address() {
        return URI.create(gate.origin() + "/?token=" + gate.token());
    }

    /** Returns when the page was asked to end the session. */
    public void awaitQuit() throws InterruptedException {
        quit.await();
    }

    /** Ends the server. What was bought is the business of the room's owner. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdown();
    }

    private void get(String path, Action action) {
        endpoints.put(path, new Endpoint("GET", action));
    }

    private void post(String path, Action action) {
        endpoints.put(path, new Endpoint("POST", action));
    }

    private void handle(HttpExchange exchange) {
        try (exchange) {
            Gate.describe(exchange.getResponseHeaders());
            Optional<String> refusal = gate.refusal(exchange);
            Endpoint endpoint = endpoints.get(exchange.getRequestURI().getPath());
            if (refusal.isPresent()) {
                send(exchange, 403, PLAIN, refusal.get());
            } else if (endpoint == null) {
                send(exchange, 404, PLAIN, "There is no such page.");
            } else if (!endpoint.method().equals(exchange.getRequestMethod())) {
                exchange.getResponseHeaders().set("Allow", endpoint.method());
                send(exchange, 405, PLAIN, "Only " + endpoint.method() + " is answered here.");
            } else {
                endpoint.action().answer(exchange);
            }
        } catch (IOException e) {
            log.debug("A browser went away", e);
        } catch (RuntimeException e) {
            log.error("The playground failed at {}", exchange.getRequestURI().getPath(), e);
        }
    }

    private void ask(HttpExchange exchange) throws IOException {
        if (!JSON_TYPE.equals(exchange.getRequestHeaders().getFirst("Content-Type"))) {
            send(exchange, 415, PLAIN, "A question comes as " + JSON_TYPE + ".");
            return;
        }
        byte[] body = exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
        if (body.length > LARGEST_BODY) {
            send(exchange, 413, problem("The question is too long.", "shorten it."));
            return;
        }
        ChatRequest request;
        try {
            request = AskOrder.read(body);
        } catch (InvalidInputException e) {
            send(exchange, 400, problem(String.join(" ", e.problems()), e.remedy()));
            return;
        }
        if (!questions.tryAcquire()) {
            send(exchange, 429, problem("Other questions are still being answered.", "wait for them."));
            return;
        }
        try {
            exchange.getResponseHeaders().set("Content-Type", "application/x-ndjson");
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                new SideBySide(out).ask(request, room.base(), room.tuned().model());
            }
        } finally {
            questions.release();
        }
    }

    private void end(HttpExchange exchange) throws IOException {
        try {
            room.tuned().end();
        } catch (TuneException e) {
            log.error("The tuned model is left running", e);
        }
        send(exchange, 200, Meter.read(room));
    }

    private String page() {
        return resource("playground.html").replace("{{token}}", gate.token());
    }

    private Map<String, Object> roomJson() {
        return Map.of(
                "title", room.title(),
                "price", room.price(),
                "systemPrompt", room.systemPrompt(),
                "notice", room.notice());
    }

    private static Map<String, Object> problem(String problem, String remedy) {
        return Map.of("problem", problem, "remedy", remedy);
    }

    private static void send(HttpExchange exchange, int status, Object json) throws IOException {
        send(exchange, status, JSON_TYPE, JSON.writeValueAsBytes(json));
    }

    private static void send(HttpExchange exchange, int status, String type, String text) throws IOException {
        send(exchange, status, type, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(PlaygroundServer.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new TuneException("The page's file " + name + " cannot be read.", "build the jar again.", e);
        }
    }
}

package io.github.tune4j.serving;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tune4j.CancelledException;
import io.github.tune4j.InvalidInputException;
import io.github.tune4j.TuneException;
import io.github.tune4j.aws.internal.Connection;
import io.github.tune4j.json.Json;
import io.github.tune4j.run.TimeSource;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session's end of the line to its {@link Watchdog}: one JSON object a line, on the watchdog's standard input, so that no
 * secret stands on a command line or in a file. Thread-safe.
 */
final class WatchdogLink implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(WatchdogLink.class);
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration FRESHEN = Duration.ofMinutes(5);

    private final Connection connection;
    private final Map<String, Item> watched = new LinkedHashMap<>();
    private @Nullable WatchdogProcess process;
    private @Nullable BufferedWriter to;
    private @Nullable BlockingQueue<String> answers;
    private TimeSource.@Nullable Timer freshening;
    private String lastCredentials = "";
    private boolean closed;

    /**
     * Something to watch over.
     *
     * @param name the throughput's name
     * @param arn its ARN; null before it is bought
     * @param purchase which purchase is meant, should the name be bought again
     * @param left how long its lease lasts from now
     * @param expires the end of its lease as its tag says it
     */
    record Item(String name, @Nullable String arn, String purchase, Duration left, Instant expires) {
        ObjectNode json() {
            ObjectNode json = Json.object();
            json.put("name", name)
                    .put("purchase", purchase)
                    .put("left", left.toString())
                    .put("expires", expires.toString());
            return arn == null ? json : json.put("arn", arn);
        }

        static Item of(JsonNode json) {
            return new Item(
                    json.path("name").asText(),
                    json.path("arn").isTextual() ? json.path("arn").asText() : null,
                    json.path("purchase").asText(),
                    Duration.parse(json.path("left").asText()),
                    Instant.parse(json.path("expires").asText()));
        }

        Item bought(String as) {
            return new Item(name, as, purchase, left, expires);
        }
    }

    private WatchdogLink(Connection connection) {
        this.connection = connection;
    }

    /** The one of a session; its process is started when there is something to watch. */
    static WatchdogLink of(Connection connection) {
        return connection.shared(WatchdogLink.class, () -> {
            WatchdogLink link = new WatchdogLink(connection);
            connection.belongings().add(link);
            return link;
        });
    }

    /**
     * Has something watched over. Returns when the watchdog has shown that it can look it up.
     *
     * @throws TuneException if it cannot be started, or AWS does not answer it
     */
    synchronized Watch watch(Item item) {
        if (closed) {
            throw new TuneException("The session is closed.", "open a new one.", null);
        }
        try {
            if (process == null || !process.isAlive()) {
                begin();
            }
            send(command("watch", item));
            String refused = answer();
            if (!refused.isEmpty()) {
                throw cannot(refused, null);
            }
        } catch (IOException e) {
            throw cannot(process == null ? e.toString() : process.lastWords(), e);
        }
        watched.put(item.purchase(), item);
        return new Watch(item.purchase());
    }

    private void begin() throws IOException {
        String clock = WatchdogSettings.clock(connection.time());
        process = WatchdogProcess.start(connection.time());
        to = new BufferedWriter(new OutputStreamWriter(process.input(), StandardCharsets.UTF_8));
        answers = new LinkedBlockingQueue<>();
        listen(process, answers);
        lastCredentials = "";
        send(WatchdogSettings.json(connection, clock, process.log()));
        log.info("Watchdog {} is started; what it cannot do stands in {}", process.pid(), process.log());
        for (Item item : watched.values()) {
            send(command("watch", item));
            String refused = answer();
            if (!refused.isEmpty()) {
                log.error("The watchdog cannot watch over {}: {}", item.name(), refused);
            }
        }
        freshen();
    }

    private static void listen(WatchdogProcess process, BlockingQueue<String> answers) {
        Thread reader = new Thread(
                () -> {
                    try (BufferedReader from =
                            new BufferedReader(new InputStreamReader(process.output(), StandardCharsets.UTF_8))) {
                        for (String line = from.readLine(); line != null; line = from.readLine()) {
                            answers.add(line);
                        }
                    } catch (IOException e) {
                        log.debug("The watchdog hung up", e);
                    } finally {
                        answers.add("");
                    }
                },
                "tune4j-hears-watchdog");
        reader.setDaemon(true);
        reader.start();
    }

    /** Why the watchdog refuses; empty when it does not. */
    private String answer() throws IOException {
        try {
            String line = answers.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (line == null) {
                return "it has not answered within " + PATIENCE.toSeconds() + " s";
            }
            if (line.isEmpty()) {
                throw new IOException("the watchdog ended");
            }
            return Json.parse(line, "The watchdog").path("refused").asText("");
        } catch (InterruptedException e) {
            throw CancelledException.interrupted("the same purchase; nothing is bought", e);
        }
    }

    private static TuneException cannot(String why, @Nullable Throwable cause) {
        return new TuneException(
                "The watchdog cannot do its work, and nothing was bought: " + why.strip() + ".",
                "see the reason; or buy without watchdog and let SweepCapacity --delete run every few minutes somewhere"
                        + " else.",
                cause);
    }

    private void freshen() {
        if (freshening != null) {
            freshening.cancel();
        }
        // In real time: credentials expire by it, whatever clock the session goes by.
        freshening = TimeSource.system().schedule(FRESHEN, this::sendCredentials);
    }

    private synchronized void sendCredentials() {
        if (closed || process == null || !process.isAlive()) {
            return;
        }
        try {
            ObjectNode credentials = Json.object();
            WatchdogSettings.credentials(connection, credentials);
            String line = Json.line(Json.object().set("credentials", credentials));
            if (!credentials.isEmpty() && !line.equals(lastCredentials)) {
                send(line);
                lastCredentials = line;
            }
        } catch (IOException | RuntimeException e) {
            log.warn("The watchdog could not be given fresh credentials: {}", e.toString());
        }
        freshen();
    }

    private static String command(String verb, Item item) {
        return Json.line(Json.object().set(verb, item.json()));
    }

    private void send(String line) throws IOException {
        to.write(line);
        to.newLine();
        to.flush();
    }

    private synchronized void tell(String verb, Item item) {
        try {
            if (process != null && process.isAlive()) {
                send(command(verb, item));
            }
        } catch (IOException e) {
            log.warn("The watchdog does not listen: {}", e.toString());
        }
    }

    /** Hangs up. The watchdog exits as soon as nothing is left to watch over. */
    @Override
    public synchronized void close() {
        closed = true;
        if (freshening != null) {
            freshening.cancel();
        }
        if (to != null) {
            try {
                to.close();
            } catch (IOException e) {
                // One that is dead needs no goodbye, and its session has nothing left to be watched over.
                log.warn("The watchdog had hung up before: {}", e.toString());
            }
        }
        connection.belongings().remove(this);
    }

    /** The watch over one purchase. */
    final class Watch {
        private final String purchase;

        private Watch(String purchase) {
            this.purchase = purchase;
        }

        /** Says what it became. */
        void bought(String arn) {
            synchronized (WatchdogLink.this) {
                Item item = watched.computeIfPresent(purchase, (key, before) -> before.bought(arn));
                if (item != null) {
                    tell("bought", item);
                }
            }
        }

        /** Ends the watch: it is deleted, or left running on purpose. */
        void release() {
            synchronized (WatchdogLink.this) {
                Item item = watched.remove(purchase);
                if (item != null) {
                    tell("release", item);
                }
            }
        }
    }

    static InvalidInputException clockStays(TimeSource time) {
        return InvalidInputException.of(
                "The session's clock, " + time.getClass().getName()
                        + ", cannot be given to a watchdog: it is not java.io.Serializable.",
                "leave the session's time unset, make the clock serializable, or buy without watchdog.");
    }
}

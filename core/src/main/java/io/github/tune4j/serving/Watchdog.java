package io.github.tune4j.serving;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.tune4j.TuneException;
import io.github.tune4j.aws.AwsSession;
import io.github.tune4j.aws.internal.Connection;
import io.github.tune4j.json.Json;
import io.github.tune4j.run.TimeSource;
import io.github.tune4j.serving.WatchdogLink.Item;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrock.model.GetProvisionedModelThroughputResponse;

/**
 * A program that outlives the one that started it: it deletes throughput at the end of its lease and exits when nothing is
 * left to watch over. Its standard input says what to watch; when that ends, its starter has ended.
 *
 * <p>What stands on the throughput's tags at the end of the lease decides: a lease that somebody else has taken over is
 * watched to its new end, one that was lifted on purpose is left alone.
 */
final class Watchdog {
    /** It gives up after so long of failures, when the credentials it has are certainly of no use any more. */
    private static final Duration GIVE_UP = Duration.ofHours(24);

    private final Throughput throughput;
    private final Connection connection;
    private final TimeSource time;
    private final AtomicReference<@Nullable AwsCredentials> credentials;
    private final Map<String, Watched> watched = new HashMap<>();
    private boolean alone;
    private boolean failed;

    /** An item with the timer of its lease. */
    private static final class Watched {
        Item item;
        LeaseTimer timer;
        final Instant since;
        final Complaint complaint = new Complaint();

        Watched(Item item, LeaseTimer timer, Instant since) {
            this.item = item;
            this.timer = timer;
            this.since = since;
        }
    }

    private Watchdog(AwsSession aws, TimeSource time, AtomicReference<@Nullable AwsCredentials> credentials) {
        this.connection = Connection.of(aws);
        this.throughput = new Throughput(connection);
        this.time = time;
        this.credentials = credentials;
    }

    /**
     * Watches until nothing is left to watch over.
     *
     * @param args none
     */
    public static void main(String[] args) {
        // A second process must not write into the log files of the first. What matters goes to standard error.
        System.setProperty("slf4j.provider", "org.slf4j.helpers.NOP_FallbackServiceProvider");
        System.setProperty("slf4j.internal.verbosity", "WARN");
        System.setProperty("org.jboss.logging.provider", "slf4j");
        try {
            System.exit(run(System.in, System.out) ? 0 : 1);
        } catch (Exception e) {
            System.err.println(e);
            System.exit(2);
        }
    }

    /** Whether everything was ended that had to be. */
    private static boolean run(InputStream in, PrintStream out)
            throws IOException, ClassNotFoundException, InterruptedException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        String first = lines.readLine();
        if (first == null) {
            return true;
        }
        JsonNode settings = Json.parse(first, "The settings");
        settings.path("properties")
                .properties()
                .forEach(p -> System.setProperty(p.getKey(), p.getValue().asText()));
        TimeSource time = WatchdogSettings.clock(settings.path("clock").asText(""));
        AtomicReference<@Nullable AwsCredentials> credentials = new AtomicReference<>();
        try (AwsSession aws = session(settings, time, credentials)) {
            boolean good = new Watchdog(aws, time, credentials).watch(lines, out);
            if (good) {
                Files.deleteIfExists(Path.of(settings.path("log").asText()));
            }
            return good;
        }
    }

    private static AwsSession session(
            JsonNode settings, TimeSource time, AtomicReference<@Nullable AwsCredentials> credentials) {
        JsonNode given = settings.path("credentials");
        if (!given.isEmpty()) {
            credentials.set(WatchdogSettings.credentials(given));
        }
        return AwsSession.builder()
                .region(Region.of(settings.path("region").asText()))
                .time(time)
                .configure(client -> {
                    if (settings.has("endpoint")) {
                        client.endpointOverride(
                                URI.create(settings.path("endpoint").asText()));
                    }
                    if (!given.isEmpty()) {
                        client.credentialsProvider(credentials::get);
                    }
                })
                .build();
    }

    private boolean watch(BufferedReader lines, PrintStream out) throws InterruptedException {
        try {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                obey(Json.parse(line, "A command"), out);
            }
        } catch (IOException e) {
            System.err.println(Instant.now() + " " + e);
        }
        synchronized (this) {
            alone = true;
            while (!watched.isEmpty()) {
                wait();
            }
            return !failed;
        }
    }

    private void obey(JsonNode command, PrintStream out) {
        if (command.has("credentials")) {
            credentials.set(WatchdogSettings.credentials(command.path("credentials")));
        } else if (command.has("watch")) {
            out.println(Json.line(begin(Item.of(command.path("watch")))));
            out.flush();
        } else if (command.has("bought")) {
            bought(Item.of(command.path("bought")));
        } else if (command.has("release")) {
            forget(Item.of(command.path("release")).purchase());
        }
    }

    private JsonNode begin(Item item) {
        try {
            throughput.find(item.arn() == null ? item.name() : item.arn());
        } catch (TuneException e) {
            return Json.object().put("refused", e.getMessage());
        }
        plan(item);
        return Json.object().put("watching", item.purchase());
    }

    private synchronized void plan(Item item) {
        LeaseTimer timer = LeaseTimer.start(time, item.left(), () -> {}, () -> end(item.purchase()));
        Watched before = watched.put(item.purchase(), new Watched(item, timer, Instant.now()));
        if (before != null) {
            before.timer.cancel();
        }
    }

    private synchronized void bought(Item item) {
        Watched known = watched.get(item.purchase());
        if (known != null) {
            known.item = item;
        }
    }

    private synchronized void forget(String purchase) {
        Watched known = watched.remove(purchase);
        if (known != null) {
            known.timer.cancel();
        }
        notifyAll();
    }

    private void end(String purchase) {
        Watched known;
        synchronized (this) {
            known = watched.get(purchase);
        }
        if (known == null) {
            return;
        }
        try {
            end(known.item);
        } catch (RuntimeException e) {
            TuneException failure = e instanceof TuneException told
                    ? told
                    : new TuneException("Something unexpected happened: " + e + ".", "delete it by hand.", e);
            known.complaint
                    .about(failure, Instant.now())
                    .ifPresent(text -> System.err.println(
                            Instant.now() + " " + known.item.name() + " could not be ended yet: " + text));
            if (Duration.between(known.since, Instant.now())
                            .compareTo(known.item.left().plus(GIVE_UP))
                    > 0) {
                giveUp(purchase);
            }
        }
    }

    private synchronized void giveUp(String purchase) {
        failed = true;
        forget(purchase);
    }

    private void end(Item item) {
        Optional<GetProvisionedModelThroughputResponse> found =
                throughput.find(item.arn() == null ? item.name() : item.arn());
        if (found.isEmpty()) {
            forget(item.purchase());
            return;
        }
        String arn = found.get().provisionedModelArn();
        Optional<OwnerTags> tags = OwnerTags.read(throughput.tags(arn));
        Instant expires = tags.map(OwnerTags::expiresAt).orElse(null);
        if (expires == null || !item.purchase().equals(tags.get().purchase())) {
            forget(item.purchase());
        } else if (expires.equals(item.expires()) || !time.now().isBefore(expires)) {
            throughput.delete(arn);
            forget(item.purchase());
        } else {
            plan(new Item(item.name(), arn, item.purchase(), Duration.between(time.now(), expires), expires));
        }
    }
}

package io.github.tune4j.examples;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tune4j.CancelledException;
import io.github.tune4j.InvalidInputException;
import io.github.tune4j.TuneException;
import io.github.tune4j.aws.AwsSession;
import io.github.tune4j.examples.cli.CommandLine;
import io.github.tune4j.examples.cli.Console;
import io.github.tune4j.examples.cli.Options;
import io.github.tune4j.run.TimeSource;
import io.github.tune4j.serving.Capacity;
import io.github.tune4j.serving.CapacitySweep;
import io.github.tune4j.serving.StillBillingException;
import io.github.tune4j.testkit.LocalAws;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.regions.Region;

/** Shows what is running in an account and costs money, and ends what is this library's and overdue. */
public final class SweepCapacity {
    private static final int CANNOT_RUN = 2;
    private static final Pattern SHORT_DURATION = Pattern.compile("(\\d{1,6})([smh])");

    static final CommandLine COMMAND = CommandLine.of(
                    SweepCapacity.class,
                    "Lists every throughput and on-demand deployment of an account and region with owner, age, cost so far and\n"
                            + "expiry. With --delete it deletes those that this library made and whose lease is over; all others it\n"
                            + "leaves alone. Uses what the AWS SDK's default chain reaches; made for cron.")
            .option("--region R", "where to look, or several with commas between (default us-west-2)")
            .flag("--delete", "delete what is overdue")
            .option(
                    "--every D",
                    "again and again with this pause, such as 5m or PT5M, until it is interrupted; goes on after a round that fails")
            .json()
            .example("")
            .example("--region us-west-2,us-east-1 --delete")
            .example("--delete --every 5m");

    private SweepCapacity() {}

    /**
     * Runs it.
     *
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        COMMAND.run(args, SweepCapacity::run);
    }

    static int run(Options options, Console console) {
        List<Region> regions = regions(options.text("--region").orElse(Region.US_WEST_2.id()));
        if (options.text("--every").isEmpty()) {
            return sweep(regions, options.has("--delete"), console);
        }
        return again(regions, options.has("--delete"), duration(options.required("--every")), console);
    }

    /** Until it is interrupted. Says then what the last round that was not cut short has seen. */
    private static int again(List<Region> regions, boolean delete, Duration pause, Console console) {
        int seen = CANNOT_RUN;
        while (true) {
            try {
                seen = sweep(regions, delete, console);
            } catch (RuntimeException e) {
                if (Thread.currentThread().isInterrupted()) {
                    return seen;
                }
                // The next one may find the network again; and a guard must not end of a defect of its own.
                seen = CANNOT_RUN;
                console.note(e instanceof TuneException ? e.getMessage() : "This round failed unexpectedly: " + e);
            }
            try {
                clock().sleep(pause);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return seen;
            }
        }
    }

    private static List<Region> regions(String text) {
        List<Region> regions = new ArrayList<>();
        for (String id : text.split(",", -1)) {
            Region region = Region.of(id.strip().isEmpty() ? "none" : id.strip());
            if (!Region.regions().contains(region)) {
                throw InvalidInputException.of("--region is '" + text + "'", "give a region such as us-west-2.");
            }
            regions.add(region);
        }
        return regions;
    }

    private static Duration duration(String text) {
        Matcher matcher = SHORT_DURATION.matcher(text.toLowerCase(Locale.ROOT));
        try {
            Duration duration = matcher.matches()
                    ? Duration.parse("PT" + matcher.group(1) + matcher.group(2).toUpperCase(Locale.ROOT))
                    : Duration.parse(text);
            if (duration.compareTo(Duration.ofSeconds(1)) >= 0) {
                return duration;
            }
        } catch (DateTimeException e) {
            throw InvalidInputException.of("--every is '" + text + "'", "write 5m, 1h or PT5M.", e);
        }
        throw InvalidInputException.of("--every is '" + text + "', less than a second", "write 5m, 1h or PT5M.");
    }

    /** The system's clock; that of a local AWS where the SDK's own setting points at one. */
    private static TimeSource clock() {
        String endpoint = System.getProperty("aws.endpointUrl", System.getenv("AWS_ENDPOINT_URL"));
        if (endpoint == null || endpoint.isBlank()) {
            return TimeSource.system();
        }
        try {
            return LocalAws.connect(URI.create(endpoint)).time();
        } catch (IllegalArgumentException | UncheckedIOException | DateTimeException e) {
            return TimeSource.system(); // No local AWS, or one without controls.
        }
    }

    private static int sweep(List<Region> regions, boolean delete, Console console) {
        boolean overdue = false;
        int found = 0;
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        List<TuneException> failures = new ArrayList<>();
        for (Region region : regions) {
            TimeSource time = clock();
            try (AwsSession aws = AwsSession.builder().region(region).time(time).build()) {
                Seen seen = Seen.of(CapacitySweep.of(aws), delete, console);
                seen.failure().ifPresent(failures::add);
                for (Capacity capacity : seen.running()) {
                    boolean gone = seen.deleted().contains(capacity.arn());
                    overdue |= capacity.overdue() && !gone;
                    console.say(line(region, capacity, gone, time.now()));
                    all.add(json(region, capacity, gone, time.now()));
                }
                found += seen.running().size();
            }
        }
        if (!failures.isEmpty()) {
            failures.subList(1, failures.size()).forEach(e -> console.note(e.getMessage()));
            throw failures.get(0);
        }
        if (found == 0) {
            console.say("Nothing is running in "
                    + String.join(", ", regions.stream().map(Region::id).toList()) + ".");
        }
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.set("capacity", all);
        console.object(object.put("overdue", overdue).toString());
        return overdue ? 1 : 0;
    }

    /**
     * A region as it was looked at and swept. What cannot be listed keeps nothing else from being deleted.
     *
     * @param running what was running before anything was deleted
     * @param deleted the ARNs of what was deleted
     * @param failure what could not be looked at
     */
    private record Seen(List<Capacity> running, Set<String> deleted, Optional<TuneException> failure) {

        static Seen of(CapacitySweep sweep, boolean delete, Console console) {
            List<Capacity> running = List.of();
            TuneException failure = null;
            try {
                running = sweep.list();
            } catch (CancelledException e) {
                throw e;
            } catch (TuneException e) {
                failure = e;
            }
            Set<String> deleted = new HashSet<>();
            if (delete) {
                try {
                    List<Capacity> gone = sweep.deleteOverdue();
                    gone.forEach(c -> deleted.add(c.arn()));
                    running = running.isEmpty() ? gone : running;
                } catch (StillBillingException e) {
                    console.note(e.getMessage());
                    List<String> left = e.left().stream().map(Capacity::arn).toList();
                    running.stream()
                            .filter(c -> c.overdue() && !left.contains(c.arn()))
                            .forEach(c -> deleted.add(c.arn()));
                } catch (CancelledException e) {
                    throw e;
                } catch (TuneException e) {
                    failure = e;
                }
            }
            return new Seen(running, deleted, Optional.ofNullable(failure));
        }
    }

    private static String line(Region region, Capacity capacity, boolean deleted, Instant now) {
        return region.id() + "  " + capacity.name() + "  " + capacity.arn() + "\n    owner "
                + (capacity.owner() == null ? "not this library" : capacity.owner()) + ", "
                + age(capacity, now) + " old, "
                + (capacity.usdPerHour() == null
                        ? "no price an hour"
                        : capacity.usdPerHour().toPlainString() + " USD an hour")
                + ", so far "
                + (capacity.usdSoFar() == null
                        ? "not known"
                        : capacity.usdSoFar().toPlainString() + " USD") + ", "
                + (capacity.expiresAt() == null ? "no expiry" : "expires " + capacity.expiresAt())
                + (deleted ? ": overdue, DELETED" : capacity.overdue() ? ": OVERDUE" : "");
    }

    private static String age(Capacity capacity, Instant now) {
        Duration age = Duration.between(capacity.createdAt(), now).truncatedTo(ChronoUnit.MINUTES);
        return age.toHours() + " h " + age.toMinutesPart() + " min";
    }

    private static ObjectNode json(Region region, Capacity capacity, boolean deleted, Instant now) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("region", region.id())
                .put("arn", capacity.arn())
                .put("name", capacity.name())
                .put("owner", capacity.owner())
                .put("createdAt", capacity.createdAt().toString())
                .put("ageMinutes", Duration.between(capacity.createdAt(), now).toMinutes())
                .put(
                        "expiresAt",
                        capacity.expiresAt() == null
                                ? null
                                : capacity.expiresAt().toString())
                .put("usdPerHour", capacity.usdPerHour())
                .put("usdSoFar", capacity.usdSoFar())
                .put("overdue", capacity.overdue())
                .put("deleted", deleted);
        return json;
    }
}

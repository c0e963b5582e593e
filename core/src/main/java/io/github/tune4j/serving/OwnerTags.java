package io.github.tune4j.serving;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.bedrock.model.Tag;

/**
 * What is written on everything that outlives the JVM.
 *
 * @param owner whose it is
 * @param holder which process holds it
 * @param purchase under which name its charges stand in a ledger; null when it is charged by the token
 * @param expiresAt when its lease ends by the clock of its holder; null when it has none
 * @param lifetime how long it may live from its creation by the clock of AWS, should the other one be wrong; null when it is
 *     not said
 */
record OwnerTags(
        String owner,
        String holder,
        @Nullable String purchase,
        @Nullable Instant expiresAt,
        @Nullable Duration lifetime) {
    private static final String OWNER = "tune4j:owner";
    private static final String HOLDER = "tune4j:run";
    private static final String PURCHASE = "tune4j:purchase";
    static final String EXPIRES = "tune4j:expires";
    private static final String LIFETIME = "tune4j:lifetime";

    /** Those of this process. */
    static OwnerTags ofThisProcess(
            @Nullable String purchase, @Nullable Instant expiresAt, @Nullable Duration lifetime) {
        return new OwnerTags(thisOwner(), thisProcess(), purchase, expiresAt, lifetime);
    }

    static String thisOwner() {
        return allowed(System.getProperty("user.name", "unknown"));
    }

    /** Those that were read back; empty when it is not this library's. */
    static Optional<OwnerTags> read(List<Tag> tags) {
        String owner = value(tags, OWNER);
        String holder = value(tags, HOLDER);
        return owner == null
                ? Optional.empty()
                : Optional.of(new OwnerTags(
                        owner, holder == null ? "" : holder, value(tags, PURCHASE), expiry(tags), lifetime(tags)));
    }

    List<Tag> with(Map<String, String> more) {
        List<Tag> tags = new ArrayList<>();
        more.forEach((key, value) -> tags.add(tag(key, value)));
        tags.add(tag(OWNER, owner));
        tags.add(tag(HOLDER, holder));
        if (purchase != null) {
            tags.add(tag(PURCHASE, purchase));
        }
        if (expiresAt != null) {
            tags.add(tag(EXPIRES, expiresAt.toString()));
        }
        if (lifetime != null) {
            tags.add(tag(LIFETIME, lifetime.toString()));
        }
        return tags;
    }

    /**
     * Whether another process that may be alive holds an unexpired lease. One of this machine is asked for; one of
     * another machine counts as alive until its lease ends.
     */
    boolean heldByAnother(Instant now) {
        if (holder.equals(thisProcess()) || expiresAt == null || !now.isBefore(expiresAt)) {
            return false;
        }
        String[] parts = holder.split("/", -1);
        if (parts.length != 3 || !parts[0].equals(host())) {
            return true;
        }
        return ProcessHandle.of(Long.parseLong(parts[1]))
                .flatMap(process -> process.info().startInstant())
                .filter(start -> String.valueOf(start.toEpochMilli()).equals(parts[2]))
                .isPresent();
    }

    /** Whether its lease is over by one clock or the other. One whose lease was lifted never is. */
    boolean overdue(Instant createdAt, Instant now) {
        return expiresAt != null
                && (!now.isBefore(expiresAt) || lifetime != null && !now.isBefore(createdAt.plus(lifetime)));
    }

    private static String thisProcess() {
        ProcessHandle process = ProcessHandle.current();
        long start = process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
        return host() + "/" + process.pid() + "/" + start;
    }

    private static String host() {
        try {
            return allowed(InetAddress.getLocalHost().getHostName());
        } catch (UnknownHostException e) {
            return "unknown-host";
        }
    }

    private static String allowed(String text) {
        return text.replaceAll("[^a-zA-Z0-9._=+@-]", "-");
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    private static @Nullable String value(List<Tag> tags, String key) {
        return tags.stream()
                .filter(t -> t.key().equals(key))
                .map(Tag::value)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable Duration lifetime(List<Tag> tags) {
        String text = value(tags, LIFETIME);
        try {
            return text == null ? null : Duration.parse(text);
        } catch (DateTimeParseException e) {
            return null; // The other tag says when it ends.
        }
    }

    private static @Nullable Instant expiry(List<Tag> tags) {
        String text = value(tags, EXPIRES);
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeParseException e) {
            return Instant.EPOCH; // A lease that cannot be read must not last for ever.
        }
    }
}

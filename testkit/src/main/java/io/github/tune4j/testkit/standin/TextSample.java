package io.github.tune4j.testkit.standin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.function.Supplier;

/** Text that fits a JSON schema's string: its format, pattern and length. */
final class TextSample {
    private static final int LONGEST = 100_000;

    private TextSample() {}

    /** A text; where any will do, the given words. */
    static String of(JsonNode schema, Supplier<String> words) {
        String text = switch (schema.path("format").asText()) {
            case "date" -> "2026-01-15";
            case "time" -> "09:30:00Z";
            case "date-time" -> "2026-01-15T09:30:00Z";
            case "email" -> "someone@example.com";
            case "uri", "url", "uri-reference" -> "https://example.com/";
            case "uuid" -> "00000000-0000-4000-8000-000000000000";
            case "hostname" -> "example.com";
            case "ipv4" -> "192.0.2.1";
            case "ipv6" -> "2001:db8::1";
            default ->
                Optional.ofNullable(schema.path("pattern").textValue())
                        .flatMap(PatternSample::of)
                        .orElseGet(words);
        };
        int most = Math.max(0, schema.path("maxLength").asInt(Integer.MAX_VALUE));
        int least = Math.min(Math.min(most, schema.path("minLength").asInt(0)), LONGEST);
        String shortened = text.length() > most ? text.substring(0, most) : text;
        return shortened + "x".repeat(Math.max(0, least - shortened.length()));
    }
}

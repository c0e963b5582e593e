package io.github.tune4j.aws;

import java.util.HashSet;
import java.util.Set;

/** Names of the documents of one request: what Bedrock allows, and no two alike. */
final class DocumentNames {
    private static final int MAX = 190;

    private final Set<String> given = new HashSet<>();

    String unique(String name) {
        String allowed = name.replaceAll("[^A-Za-z0-9()\\[\\] -]", " ")
                .replaceAll("\\s+", " ")
                .strip();
        String base = allowed.isEmpty() ? "document" : allowed.substring(0, Math.min(MAX, allowed.length()));
        String candidate = base;
        for (int i = 2; !given.add(candidate); i++) {
            candidate = base + " " + i;
        }
        return candidate;
    }
}

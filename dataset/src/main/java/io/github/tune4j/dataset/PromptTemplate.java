package io.github.tune4j.dataset;

import io.github.tune4j.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A prompt with places such as {@code {count}}. Those that come with the library lie beside this class, one file a
 * purpose, language and version; a text once published is not changed, it gets the next version.
 */
record PromptTemplate(String text) {
    private static final Pattern PLACE = Pattern.compile("\\{([a-z]+)}");

    /** The one for a purpose, in Japanese for Japanese and in English for all others. */
    static PromptTemplate bundled(String purpose, boolean japanese) {
        String name = "prompt-" + purpose + (japanese ? "-ja" : "-en") + "-v1.txt";
        try (InputStream in = PromptTemplate.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not packed with the library");
            }
            return new PromptTemplate(new String(in.readAllBytes(), StandardCharsets.UTF_8).strip());
        } catch (IOException e) {
            throw new IllegalStateException(name + " cannot be read", e);
        }
    }

    static boolean japanese(Locale language) {
        return language.getLanguage().equals(Locale.JAPANESE.getLanguage());
    }

    /** Refuses places that nothing is filled into. */
    PromptTemplate allowing(String setter, Map<String, String> places) {
        TreeSet<String> unknown = new TreeSet<>();
        PLACE.matcher(text).results().map(m -> m.group(1)).forEach(unknown::add);
        unknown.removeAll(places.keySet());
        if (!unknown.isEmpty()) {
            throw InvalidInputException.of(
                    setter + " has places that are not known: " + unknown + ".",
                    "use " + new TreeSet<>(places.keySet()) + ".");
        }
        return this;
    }

    /** Fills the places; a line with a place that nothing is filled into goes. */
    String filled(Map<String, String> places) {
        StringBuilder filled = new StringBuilder();
        for (String line : text.split("\n", -1)) {
            boolean empty = PLACE.matcher(line)
                    .results()
                    .anyMatch(place -> places.getOrDefault(place.group(1), "-").isBlank());
            if (!empty) {
                filled.append(PLACE.matcher(line)
                                .replaceAll(m -> Matcher.quoteReplacement(places.getOrDefault(m.group(1), m.group()))))
                        .append('\n');
            }
        }
        return filled.toString().replaceAll("\n{3,}", "\n\n").strip();
    }

    String sha256() {
        return HexFormat.of().formatHex(MeasuredOutput.sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}

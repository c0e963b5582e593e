package io.github.tune4j.evaluation.judge;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The wording of a kind of prompt, from a resource file: parts headed by {@code === name}, with {@code {{name}}} where a
 * value goes. Values are put in once and never looked through for names again.
 *
 * @param file the resource's name, which carries its version
 * @param source the file as it is
 * @param parts the parts by name
 */
record PromptTexts(String file, String source, Map<String, String> parts) {
    private static final Pattern NAME = Pattern.compile("\\{\\{([a-z-]+)}}");

    static PromptTexts of(String kind, Locale language) {
        String file = kind + "." + language.getLanguage() + ".txt";
        String source = resource(file);
        Map<String, String> parts = new LinkedHashMap<>();
        for (String part : source.substring(4).split("(?m)^=== ")) {
            int end = part.indexOf('\n');
            parts.put(part.substring(0, end), part.substring(end + 1).replaceFirst("\\n$", ""));
        }
        return new PromptTexts(file, source, parts);
    }

    static String resource(String file) {
        try (InputStream in = Objects.requireNonNull(PromptTexts.class.getResourceAsStream(file), file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String part(String name, Map<String, String> values) {
        Matcher names = NAME.matcher(Objects.requireNonNull(parts.get(name), name));
        return names.replaceAll(
                match -> Matcher.quoteReplacement(Objects.requireNonNull(values.get(match.group(1)), match.group(1))));
    }
}

package io.github.tune4j.dataset;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.json.JsonFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A text with places in braces: {@code {prompt}} or {@code {completion}} for what is said, {@code {system}} for the
 * system prompt, anything else for a key or dotted path of the record. Doubled braces stand for themselves.
 */
final class Template {
    private static final Pattern PIECE = Pattern.compile("\\{\\{|}}|\\{([^{}]+)}|[{}]|[^{}]+");
    private static final String SYSTEM = "system";

    private final String said;
    private final List<Piece> pieces;

    private record Piece(String text, boolean placeholder) {}

    private Template(String said, List<Piece> pieces) {
        this.said = said;
        this.pieces = pieces;
    }

    /**
     * Parses a template.
     *
     * @param setter what to call it in messages
     * @param said the placeholder that must occur
     */
    static Template parse(String setter, String text, String said) {
        List<Piece> pieces = new ArrayList<>();
        Matcher matcher = PIECE.matcher(text);
        while (matcher.find()) {
            String piece = matcher.group();
            if (matcher.group(1) != null) {
                pieces.add(new Piece(matcher.group(1).strip(), true));
            } else if (piece.equals("{") || piece.equals("}")) {
                throw InvalidInputException.of(
                        setter + " has a single brace at position " + (matcher.start() + 1) + ": " + text,
                        "write {name} for a placeholder and {{ or }} for a brace.");
            } else {
                pieces.add(
                        new Piece(piece.startsWith("{") || piece.startsWith("}") ? piece.substring(1) : piece, false));
            }
        }
        if (!pieces.contains(new Piece(said, true))) {
            throw InvalidInputException.of(
                    setter + " has no place for what is said: " + text, "write {" + said + "} where it belongs.");
        }
        return new Template(said, pieces);
    }

    boolean usesSystem() {
        return pieces.contains(new Piece(SYSTEM, true));
    }

    /** Whether it needs more of the record than what an example holds. */
    boolean usesRecord() {
        return pieces.stream()
                .anyMatch(p ->
                        p.placeholder() && !p.text().equals(said) && !p.text().equals(SYSTEM));
    }

    /** Adds the keys of a record that it uses. */
    void addTo(Set<String> keys) {
        for (Piece piece : pieces) {
            if (piece.placeholder()) {
                new KeyPath(piece.text()).addTo(keys);
            }
        }
    }

    /**
     * Fills the places.
     *
     * @param record null when the template does not use it
     * @throws InvalidInputException if the record lacks something
     */
    String fill(String text, @Nullable String system, @Nullable JsonFields record) {
        StringBuilder filled = new StringBuilder();
        for (Piece piece : pieces) {
            if (!piece.placeholder()) {
                filled.append(piece.text());
            } else if (piece.text().equals(said)) {
                filled.append(text);
            } else if (piece.text().equals(SYSTEM) && system != null) {
                filled.append(system);
            } else if (record != null) {
                filled.append(new KeyPath(piece.text()).text(record));
            }
        }
        return filled.toString();
    }
}

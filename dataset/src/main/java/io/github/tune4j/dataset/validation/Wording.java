package io.github.tune4j.dataset.validation;

/**
 * Sentences with values in them. By hand, because {@code String.format} first loads the customs of all languages, which
 * takes a fifth of the time in which a small file is checked.
 */
final class Wording {
    private Wording() {}

    /** The sentence with its values in the places of {@code %s}, {@code %d} and, with groups of three, {@code %,d}. */
    static String filled(String sentence, Object... values) {
        StringBuilder filled = new StringBuilder();
        int used = 0;
        int from = 0;
        for (int at = sentence.indexOf('%'); at >= 0; at = sentence.indexOf('%', from)) {
            filled.append(sentence, from, at);
            boolean grouped = sentence.charAt(at + 1) == ',';
            Object value = values[used++];
            filled.append(grouped ? grouped(((Number) value).longValue()) : value);
            from = at + (grouped ? 3 : 2);
        }
        return filled.append(sentence, from, sentence.length()).toString();
    }

    /** A number from 0 with commas between groups of three digits. */
    static String grouped(long number) {
        StringBuilder digits = new StringBuilder(Long.toString(number));
        for (int i = digits.length() - 3; i > 0; i -= 3) {
            digits.insert(i, ',');
        }
        return digits.toString();
    }
}

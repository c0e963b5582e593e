package io.github.tune4j.dataset.quality;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.TuneException;
import io.github.tune4j.dataset.Dataset;
import java.nio.file.Path;
import java.util.List;

/**
 * Personal data and secrets that can be told by their form: addresses, numbers and keys. What has no form of its own,
 * such as a name, is not found.
 */
public final class PersonalData {
    private PersonalData() {}

    /** What was found. */
    public enum Type {
        /** An e-mail address. */
        EMAIL("email"),
        /** A telephone number with country code, area code or the groups of a Japanese or American one. */
        PHONE("phone"),
        /** A payment card's number: of a known issuer, with a correct check digit (Luhn, ISO/IEC 7812-1). */
        CARD("card"),
        /** An address of IP version 4, other than a loop-back address or a mask. */
        IPV4("ipv4"),
        /** An address of IP version 6 (RFC 4291), other than the loop-back address. */
        IPV6("ipv6"),
        /** The identifier of an AWS access key. */
        AWS_ACCESS_KEY_ID("aws_access_key_id"),
        /** The secret part of an AWS access key. */
        AWS_SECRET_ACCESS_KEY("aws_secret_access_key"),
        /** A private key in PEM form. */
        PRIVATE_KEY("private_key");

        private final String id;

        Type(String id) {
            this.id = id;
        }

        /**
         * What it is called in reports and in redacted texts.
         *
         * @return its name in lower case, for example {@code aws_access_key_id}
         */
        public String id() {
            return id;
        }

        /**
         * Whether it opens something.
         *
         * @return true for keys
         */
        public boolean secret() {
            return this == AWS_ACCESS_KEY_ID || this == AWS_SECRET_ACCESS_KEY || this == PRIVATE_KEY;
        }
    }

    /**
     * A place in a text.
     *
     * @param type what stands there
     * @param value it, as written
     * @param start the first character, in code points from 0
     * @param end behind the last one, in code points
     */
    public record Match(Type type, String value, int start, int end) {
        /**
         * Enough of the value to find it again, not enough to use it.
         *
         * @return its first characters and three asterisks; of a card the last four digits, of a secret only asterisks
         */
        public String masked() {
            return switch (type) {
                case AWS_SECRET_ACCESS_KEY, PRIVATE_KEY -> "***";
                case CARD -> "***" + value.substring(value.length() - 4);
                case AWS_ACCESS_KEY_ID -> value.substring(0, 4) + "***";
                default -> value.substring(0, 2) + "***";
            };
        }

        /** Leaves the value out, so that it does not get into a log. */
        @Override
        public String toString() {
            return type.id() + " at " + start + " to " + end;
        }
    }

    /**
     * Finds personal data and secrets.
     *
     * @param text any text
     * @return what was found, in order and without overlaps
     */
    public static List<Match> find(String text) {
        return SensitiveSearch.find(text);
    }

    /**
     * Replaces personal data and secrets by their type in square brackets, for example {@code [email]}.
     *
     * @param text any text
     * @return the text without them
     */
    public static String redacted(String text) {
        StringBuilder redacted = new StringBuilder();
        int from = 0;
        for (Match match : find(text)) {
            int start = text.offsetByCodePoints(0, match.start());
            redacted.append(text, from, start)
                    .append('[')
                    .append(match.type().id())
                    .append(']');
            from = start + match.value().length();
        }
        return from == 0 ? text : redacted.append(text, from, text.length()).toString();
    }

    /**
     * Writes a copy of a data set with every text redacted. Format, order and everything else stay as they are.
     *
     * @param source the data set
     * @param target the file to write; until it is finished it is {@code <file>.part}
     * @return the copy
     * @throws InvalidInputException if the source cannot be read
     * @throws TuneException if the target cannot be written
     */
    public static Dataset redact(Dataset source, Path target) {
        return RedactedCopy.of(source, target);
    }
}

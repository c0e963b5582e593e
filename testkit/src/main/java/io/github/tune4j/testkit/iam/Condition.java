package io.github.tune4j.testkit.iam;

import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/**
 * One line of a statement's conditions.
 *
 * @param quantifier for keys with several values; {@link Quantifier#NONE} treats them as {@link Quantifier#ANY} does
 * @param operator its name without quantifier and {@code IfExists}
 * @param ifExists whether a request without the key passes
 * @param key what is asked about
 * @param values of which one must match, or, for a negated operator, none may
 */
record Condition(Quantifier quantifier, String operator, boolean ifExists, String key, List<String> values) {
    private static final Map<String, BiPredicate<String, String>> OPERATORS = Map.ofEntries(
            Map.entry("StringEquals", String::equals),
            Map.entry("StringEqualsIgnoreCase", String::equalsIgnoreCase),
            Map.entry("StringLike", Glob::matches),
            Map.entry("ArnEquals", Glob::matchesArn),
            Map.entry("ArnLike", Glob::matchesArn),
            Map.entry("Bool", String::equalsIgnoreCase),
            Map.entry("BinaryEquals", String::equals),
            Map.entry("NumericEquals", numbers(c -> c == 0)),
            Map.entry("NumericLessThan", numbers(c -> c < 0)),
            Map.entry("NumericLessThanEquals", numbers(c -> c <= 0)),
            Map.entry("NumericGreaterThan", numbers(c -> c > 0)),
            Map.entry("NumericGreaterThanEquals", numbers(c -> c >= 0)),
            Map.entry("DateEquals", dates(c -> c == 0)),
            Map.entry("DateLessThan", dates(c -> c < 0)),
            Map.entry("DateLessThanEquals", dates(c -> c <= 0)),
            Map.entry("DateGreaterThan", dates(c -> c > 0)),
            Map.entry("DateGreaterThanEquals", dates(c -> c >= 0)),
            Map.entry("IpAddress", Condition::inNetwork));

    private static final Map<String, String> NEGATED = Map.ofEntries(
            Map.entry("StringNotEquals", "StringEquals"),
            Map.entry("StringNotEqualsIgnoreCase", "StringEqualsIgnoreCase"),
            Map.entry("StringNotLike", "StringLike"),
            Map.entry("ArnNotEquals", "ArnEquals"),
            Map.entry("ArnNotLike", "ArnLike"),
            Map.entry("NumericNotEquals", "NumericEquals"),
            Map.entry("DateNotEquals", "DateEquals"),
            Map.entry("NotIpAddress", "IpAddress"));

    /** How several values of one key count. */
    enum Quantifier {
        NONE,
        ANY,
        ALL
    }

    /**
     * Reads a line.
     *
     * @throws IllegalArgumentException if there is no such operator
     */
    static Condition of(String written, String key, List<String> values) {
        String operator = written;
        Quantifier quantifier = Quantifier.NONE;
        if (operator.startsWith("ForAnyValue:")) {
            quantifier = Quantifier.ANY;
        } else if (operator.startsWith("ForAllValues:")) {
            quantifier = Quantifier.ALL;
        }
        operator = operator.substring(operator.indexOf(':') + 1);
        boolean ifExists = operator.endsWith("IfExists");
        operator = ifExists ? operator.substring(0, operator.length() - "IfExists".length()) : operator;
        boolean isNull = operator.equals("Null") && !ifExists;
        if (!isNull && !OPERATORS.containsKey(operator) && !NEGATED.containsKey(operator)) {
            throw new IllegalArgumentException("Syntax errors in policy.");
        }
        return new Condition(quantifier, operator, ifExists, key, values);
    }

    boolean holds(Context context) {
        List<String> given = context.get(key);
        if (operator.equals("Null")) {
            return values.stream().anyMatch(value -> value.equalsIgnoreCase(Boolean.toString(given.isEmpty())));
        }
        boolean negated = NEGATED.containsKey(operator);
        if (given.isEmpty()) {
            return ifExists || quantifier == Quantifier.ALL || negated && quantifier == Quantifier.NONE;
        }
        BiPredicate<String, String> matches = OPERATORS.get(NEGATED.getOrDefault(operator, operator));
        Predicate<String> passes =
                value -> values.stream().anyMatch(policy -> matches.test(context.resolve(policy), value)) != negated;
        // Without a quantifier a negated operator must hold of every value, a plain one of any.
        boolean every = quantifier == Quantifier.ALL || quantifier == Quantifier.NONE && negated;
        return every ? given.stream().allMatch(passes) : given.stream().anyMatch(passes);
    }

    private static BiPredicate<String, String> numbers(IntPredicate order) {
        return (policy, given) ->
                compareNumbers(given, policy).filter(order::test).isPresent();
    }

    private static BiPredicate<String, String> dates(IntPredicate order) {
        return (policy, given) ->
                compareDates(given, policy).filter(order::test).isPresent();
    }

    private static Optional<Integer> compareNumbers(String one, String other) {
        try {
            return Optional.of(new BigDecimal(one).compareTo(new BigDecimal(other)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<Integer> compareDates(String one, String other) {
        try {
            return Optional.of(date(one).compareTo(date(other)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Instant date(String text) {
        return text.matches("\\d{1,12}")
                ? Instant.ofEpochSecond(Long.parseLong(text))
                : OffsetDateTime.parse(text).toInstant();
    }

    private static boolean inNetwork(String network, String address) {
        // Names are never looked up: only what can be an address is handed on.
        if (!network.matches("[0-9a-fA-F.:]+(/\\d{1,3})?") || !address.matches("[0-9a-fA-F.:]+")) {
            return false;
        }
        try {
            String[] parts = network.split("/", 2);
            byte[] base = InetAddress.getByName(parts[0]).getAddress();
            byte[] given = InetAddress.getByName(address).getAddress();
            int bits = parts.length == 2 ? Integer.parseInt(parts[1]) : base.length * 8;
            if (base.length != given.length || bits > base.length * 8) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> bit % 8;
                if ((base[bit / 8] & mask) != (given[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        } catch (UnknownHostException e) {
            return false;
        }
    }
}

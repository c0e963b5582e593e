package io.github.tune4j.testkit.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.tune4j.testkit.wire.ServiceError;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What a member of a request may be. Requests are checked against a table of these. */
public sealed interface Shape {

    /**
     * Collects what is wrong with a value.
     *
     * @param at the member's name, nested with dots
     * @throws ServiceError a SerializationException if the value has the wrong type
     */
    void check(String at, JsonNode value, Violations violations) throws ServiceError;

    /** The value of a query parameter or path label, which is text whatever its type. */
    default JsonNode parse(String text) throws ServiceError {
        return JsonNodeFactory.instance.textNode(text);
    }

    /** Text of a length and form. */
    static Shape text(int min, int max, Form form) {
        return new Text(min, max, form);
    }

    /** Any text of a length. */
    static Shape text(int min, int max) {
        return new Text(min, max, null);
    }

    /** One of some words. */
    static Shape oneOf(String... values) {
        return new Choice(List.of(values));
    }

    /** A whole number. */
    static Shape whole(long min, long max) {
        return new Whole(min, max);
    }

    /** A number. */
    static Shape number(double min, double max) {
        return new Number(min, max);
    }

    /** Any JSON value. */
    static Shape any() {
        return new Any();
    }

    /** True or false. */
    static Shape flag() {
        return new Flag();
    }

    /** A time in ISO 8601. */
    static Shape time() {
        return new Time();
    }

    /** A list. */
    static Shape list(int min, int max, Shape item) {
        return new Items(min, max, item);
    }

    /** A map from text to text. */
    static Shape texts() {
        return new Texts();
    }

    /** A structure without members, to be continued. */
    static Structure structure() {
        return new Structure(Map.of());
    }

    /**
     * A regular expression as AWS writes it.
     *
     * @param published what messages show
     * @param pattern what is matched: the same language, without the backtracking that some of AWS's patterns invite
     * @param linear whether matching takes no longer than reading
     */
    record Form(String published, Pattern pattern, boolean linear) {
        /** A pattern that is matched as it is published. */
        public static Form of(String published) {
            return new Form(published, Pattern.compile(published), false);
        }

        /** A pattern that allows some letters: long text is matched as fast as short. */
        public static Form letters(String published) {
            return new Form(published, Pattern.compile(published), true);
        }

        /** A pattern that is matched by an equal one. */
        public static Form of(String published, String equal) {
            return new Form(published, Pattern.compile(equal), false);
        }
    }

    /** Text. */
    record Text(int min, int max, @Nullable Form form) implements Shape {
        /** No member of any request may be longer; where AWS sets no bound this keeps patterns fast. */
        private static final int LONGEST_MATCHED = 2048;

        @Override
        public void check(String at, JsonNode value, Violations violations) throws ServiceError {
            String text = Types.text(value);
            violations.length(at, "'" + text + "'", text.length(), min, max);
            if (form != null
                    && (!form.linear && text.length() > LONGEST_MATCHED
                            || !form.pattern.matcher(text).matches())) {
                violations.add(
                        at, "'" + text + "'", "Member must satisfy regular expression pattern: " + form.published);
            }
        }
    }

    /** One of some words. */
    record Choice(List<String> values) implements Shape {
        @Override
        public void check(String at, JsonNode value, Violations violations) throws ServiceError {
            String text = Types.text(value);
            if (!values.contains(text)) {
                violations.add(at, "'" + text + "'", "Member must satisfy enum value set: " + values);
            }
        }
    }

    /** A whole number. */
    record Whole(long min, long max) implements Shape {
        @Override
        public void check(String at, JsonNode value, Violations violations) throws ServiceError {
            long number = Types.whole(value);
            if (number < min) {
                violations.add(at, "'" + number + "'", "Member must have value greater than or equal to " + min);
            }
            if (number > max) {
                violations.add(at, "'" + number + "'", "Member must have value less than or equal to " + max);
            }
        }

        @Override
        public JsonNode parse(String text) throws ServiceError {
            try {
                return JsonNodeFactory.instance.numberNode(Long.parseLong(text));
            } catch (NumberFormatException e) {
                throw Types.mismatch("STRING_VALUE", "Integer");
            }
        }
    }

    /** A number. */
    record Number(double min, double max) implements Shape {
        @Override
        public void check(String at, JsonNode value, Violations violations) throws ServiceError {
            if (!value.isNumber()) {
                throw Types.mismatch(Types.kind(value), "Float");
            }
            if (value.doubleValue() < min) {
                violations.add(at, "'" + value + "'", "Member must have value greater than or equal to " + shown(min));
            }
            if (value.doubleValue() > max) {
                violations.add(at, "'" + value + "'", "Member must have value less than or equal to " + shown(max));
            }
        }

        private static String shown(double bound) {
            return bound == Math.rint(bound) ? Long.toString((long) bound) : Double.toString(bound);
        }
    }

    /** Any JSON value. */
    record Any() implements Shape {
        @Override
        public void check(String at, JsonNode value, Violations violations) {
            // Nothing can be wrong with it.
        }
    }

    /** True or false. */
    record Flag() implements Shape {
        @Override
        public void check(String at, JsonNode value, Violations violations) throws ServiceError {
            if (!value.isBoolean()) {
                throw Types.mismatch(Types.kind(value), "Boolean");
            }
        }

        @Override
        public JsonNode parse(String text) throws ServiceError {
            if (!text.equals("true") && !text.equals("false")) {
                throw Types.mismatch("STRING_VALUE", "Boolean");
            }
            return JsonNodeFactory.instance.booleanNode(text.equals("true"));
        }
    }

    /** A time. */
    record Time() implements Shape {
        @Override
        public void check(String at, JsonNode value, Violations violations) throws ServiceError {
            try {
                OffsetDateTime.parse(Types.text(value));
            } catch (DateTimeException e) {
                throw Types.mismatch("STRING_VALUE", "Timestamp");
            }
        }
    }

    /** A list. */
    record Items(int min, int max, Shape item) implements Shape {
        @Override
        public void check(String at, JsonNode value, Violations violations) throws ServiceError {
            if (!value.isArray()) {
                throw Types.mismatch(Types.kind(value), "List");
            }
            violations.length(at, "'" + value + "'", value.size(), min, max);
            for (int i : IntStream.range(0, value.size()).toArray()) {
                violations.member(at + "." + (i + 1) + ".member", value.get(i), true, item);
            }
        }
    }

    /** A map from text to text. */
    record Texts() implements Shape {
        @Override
        public void check(String at, JsonNode value, Violations violations) throws ServiceError {
            if (!value.isObject()) {
                throw Types.mismatch(Types.kind(value), "Map");
            }
            for (JsonNode entry : value) {
                Types.text(entry);
            }
        }
    }

    /** Members by name. Unknown ones are ignored, as AWS does. */
    record Structure(Map<String, Member> members) implements Shape {

        /** A member and whether it must be there. */
        public record Member(boolean required, Shape shape) {}

        /** The same with a member that must be there. */
        public Structure required(String name, Shape shape) {
            return with(name, new Member(true, shape));
        }

        /** The same with a member that may be there. */
        public Structure optional(String name, Shape shape) {
            return with(name, new Member(false, shape));
        }

        /** The same with all members of another structure. */
        public Structure and(Structure other) {
            Map<String, Member> all = new LinkedHashMap<>(members);
            all.putAll(other.members);
            return new Structure(all);
        }

        @Override
        public void check(String at, JsonNode value, Violations violations) throws ServiceError {
            if (!value.isObject()) {
                throw Types.mismatch(Types.kind(value), "Structure");
            }
            for (Map.Entry<String, Member> member : members.entrySet()) {
                String name = at.isEmpty() ? member.getKey() : at + "." + member.getKey();
                violations.member(
                        name, value.path(member.getKey()), member.getValue().required, member.getValue().shape);
            }
        }

        private Structure with(String name, Member member) {
            Map<String, Member> more = new LinkedHashMap<>(members);
            more.put(name, member);
            return new Structure(more);
        }
    }
}

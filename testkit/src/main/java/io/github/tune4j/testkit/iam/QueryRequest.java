package io.github.tune4j.testkit.iam;

import io.github.tune4j.testkit.wire.Call;
import io.github.tune4j.testkit.wire.Percent;
import io.github.tune4j.testkit.wire.ServiceError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The parameters of a call in the query protocol, and what was found wrong with them so far. */
final class QueryRequest {
    private final Map<String, String> parameters;
    private final List<String> violations = new ArrayList<>();

    private QueryRequest(Map<String, String> parameters) {
        this.parameters = parameters;
    }

    /** Reads the form in the body, or the query of a GET. */
    static QueryRequest of(Call call) throws ServiceError, IOException {
        Map<String, String> parameters = new HashMap<>();
        call.query().forEach((name, values) -> parameters.put(name, values.get(0)));
        if (call.method().equals("POST")) {
            String form = new String(call.bytes(), StandardCharsets.UTF_8);
            try {
                Percent.parameters(form).forEach((name, values) -> parameters.put(name, values.get(0)));
            } catch (IllegalArgumentException e) {
                throw new ServiceError(400, "MalformedInput", "The request is no form: " + e.getMessage());
            }
        }
        return new QueryRequest(parameters);
    }

    Optional<String> get(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    /** A parameter that must be there, have a length and match a pattern; the pattern is named in the error. */
    String required(String name, int longest, String pattern) {
        Optional<String> value = get(name);
        if (value.isEmpty()) {
            violations.add(
                    "Value null at '" + member(name) + "' failed to satisfy constraint: Member must not be null");
            return "";
        }
        return checked(name, value.get(), 1, longest, pattern);
    }

    /** A parameter that may be left out. */
    Optional<String> optional(String name, int longest, String pattern) {
        return get(name).map(value -> checked(name, value, 0, longest, pattern));
    }

    /** A number in a range; the default when it is left out. */
    int number(String name, int smallest, int largest, int otherwise) {
        Optional<String> value = get(name);
        if (value.isEmpty()) {
            return otherwise;
        }
        if (!value.get().matches("-?\\d{1,9}")) {
            violations.add(failed(name, value.get(), "Member must be an integer"));
            return otherwise;
        }
        int number = Integer.parseInt(value.get());
        if (number < smallest) {
            violations.add(failed(name, value.get(), "Member must have value greater than or equal to " + smallest));
        }
        if (number > largest) {
            violations.add(failed(name, value.get(), "Member must have value less than or equal to " + largest));
        }
        return number;
    }

    /** The texts of a list. */
    List<String> list(String name) {
        List<String> values = new ArrayList<>();
        for (int i = 1; parameters.containsKey(name + ".member." + i); i++) {
            values.add(parameters.get(name + ".member." + i));
        }
        return values;
    }

    /** The members of a list of structures, each by its own names. */
    List<Map<String, String>> structures(String name) {
        List<Map<String, String>> structures = new ArrayList<>();
        Map<String, String> next = structure(name, 1);
        while (!next.isEmpty()) {
            structures.add(next);
            next = structure(name, structures.size() + 1);
        }
        return structures;
    }

    /** Refuses the request if anything was found wrong with it. */
    void check() throws ServiceError {
        if (!violations.isEmpty()) {
            throw IamErrors.validation(violations.size() + " validation error" + (violations.size() == 1 ? "" : "s")
                    + " detected: " + String.join("; ", violations));
        }
    }

    private Map<String, String> structure(String name, int number) {
        String prefix = name + ".member." + number + ".";
        Map<String, String> structure = new LinkedHashMap<>();
        parameters.forEach((parameter, value) -> {
            if (parameter.startsWith(prefix)) {
                structure.put(parameter.substring(prefix.length()), value);
            }
        });
        return structure;
    }

    private String checked(String name, String value, int shortest, int longest, String pattern) {
        if (value.length() > longest) {
            violations.add(failed(name, value, "Member must have length less than or equal to " + longest));
        }
        if (value.length() < shortest) {
            violations.add(failed(name, value, "Member must have length greater than or equal to " + shortest));
        }
        if (!Pattern.compile(pattern, Pattern.DOTALL).matcher(value).matches()) {
            violations.add(failed(name, value, "Member must satisfy regular expression pattern: " + pattern));
        }
        return value;
    }

    private static String failed(String name, String value, String constraint) {
        return "Value '" + value + "' at '" + member(name) + "' failed to satisfy constraint: " + constraint;
    }

    private static String member(String name) {
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }
}

package io.github.tune4j.testkit.iam;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What conditions may ask about a request. Keys are told apart without regard to case. */
record Context(Map<String, List<String>> values) {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]*)}");

    static Context of(Map<String, List<String>> values) {
        Map<String, List<String>> any = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        any.putAll(values);
        return new Context(any);
    }

    /** The values of a key; none when it is not in the request. */
    List<String> get(String key) {
        return values.getOrDefault(key, List.of());
    }

    /** Fills in a policy's variables; one that has no single value stays as it is and so matches nothing. */
    String resolve(String text) {
        if (!text.contains("${")) {
            return text;
        }
        Matcher variable = VARIABLE.matcher(text);
        StringBuilder resolved = new StringBuilder();
        while (variable.find()) {
            String name = variable.group(1);
            List<String> value = name.matches("[*?$]") ? List.of(name) : get(name);
            variable.appendReplacement(
                    resolved, Matcher.quoteReplacement(value.size() == 1 ? value.get(0) : variable.group()));
        }
        return variable.appendTail(resolved).toString();
    }
}

package io.github.tune4j.testkit.runtime;

import java.util.regex.Pattern;

/** What a stand-in calls itself. */
final class StandInName {
    private static final String SUFFIX = "-local-stand-in";
    private static final Pattern FRAME = Pattern.compile("^[^.]+\\.|-v\\d+(:\\d+)*$|:\\d+$");

    private StandInName() {}

    /** The base model's short name with a suffix that says what it is, for example {@code claude-3-haiku-20240307-local-stand-in}. */
    static String of(String baseModelId) {
        return plain(baseModelId) + SUFFIX;
    }

    /** A model id without provider and version, for example {@code claude-3-haiku-20240307}. */
    static String plain(String baseModelId) {
        return FRAME.matcher(baseModelId).replaceAll("");
    }
}

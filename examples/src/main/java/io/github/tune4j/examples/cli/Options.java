package io.github.tune4j.examples.cli;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.examples.cli.CommandLine.Option;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The options that were given. Their texts become values only here, with a clear message when they cannot. */
public final class Options {
    private static final String SEE_HELP = "see --help.";

    private final Map<String, String> given;

    private Options(Map<String, String> given) {
        this.given = given;
    }

    static Options parse(String[] arguments, List<Option> known) {
        Map<String, String> given = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        for (int i = 0; i < arguments.length; i++) {
            String name = arguments[i];
            Option option = meant(name, known, given);
            if (option == null) {
                problems.add("Unknown option " + name);
            } else if (option.isArgument()) {
                given.put(option.name(), name);
            } else if (option.value().isEmpty()) {
                given.put(name, "");
            } else if (i + 1 == arguments.length) {
                problems.add(name + " needs a value: " + option.shown());
            } else if (given.put(name, arguments[++i]) != null) {
                problems.add(name + " is given twice");
            }
        }
        for (Option option : known) {
            if (option.required() && !given.containsKey(option.name())) {
                problems.add("Missing " + option.shown());
            }
        }
        if (!problems.isEmpty()) {
            throw InvalidInputException.of(problems, SEE_HELP);
        }
        return new Options(given);
    }

    /** The option of that name, or the argument that such a word can be. By loops: streams take longer to start. */
    private static @Nullable Option meant(String word, List<Option> known, Map<String, String> given) {
        for (Option option : known) {
            boolean argument = option.isArgument() && !word.startsWith("-") && !given.containsKey(option.name());
            if (argument || !option.isArgument() && option.name().equals(word)) {
                return option;
            }
        }
        return null;
    }

    /** Whether a flag or option was given. */
    public boolean has(String name) {
        return given.containsKey(name);
    }

    /** An option's text. */
    public Optional<String> text(String name) {
        return Optional.ofNullable(given.get(name));
    }

    /** Refuses options that mean nothing without a flag that was not given. */
    public void belongTo(String flag, String... names) {
        List<String> stray = has(flag)
                ? List.of()
                : Stream.of(names)
                        .filter(this::has)
                        .map(name -> name + " means nothing without " + flag)
                        .toList();
        if (!stray.isEmpty()) {
            throw InvalidInputException.of(stray, SEE_HELP);
        }
    }

    /** The text of an option that has to be there. */
    public String required(String name) {
        return text(name)
                .filter(text -> !text.isBlank())
                .orElseThrow(() -> InvalidInputException.of("Missing " + name, SEE_HELP));
    }

    /** An option's file or folder. */
    public Optional<Path> path(String name) {
        return text(name).map(text -> {
            try {
                if (!text.isBlank()) {
                    return Path.of(text);
                }
            } catch (InvalidPathException e) {
                throw InvalidInputException.of(name + " is no path: " + e.getReason(), "give a file or folder.", e);
            }
            throw InvalidInputException.of(name + " is empty", "give a file or folder.");
        });
    }

    /** An option's whole number, at least {@code lowest}. */
    public Optional<Integer> integer(String name, int lowest) {
        return text(name).map(text -> {
            try {
                int value = Integer.parseInt(text);
                if (value >= lowest) {
                    return value;
                }
            } catch (NumberFormatException e) {
                throw noNumber(name, text, lowest, e);
            }
            throw noNumber(name, text, lowest, null);
        });
    }

    /** An option's number. */
    public OptionalDouble decimal(String name) {
        Optional<String> text = text(name);
        try {
            return text.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(text.get()));
        } catch (NumberFormatException e) {
            throw InvalidInputException.of(name + " is '" + text.get() + "'", "give a number such as 0.5.", e);
        }
    }

    private static InvalidInputException noNumber(String name, String text, int lowest, @Nullable Exception cause) {
        String problem = name + " is '" + text + "'";
        String remedy = "give a whole number from " + lowest + ".";
        return cause == null
                ? InvalidInputException.of(problem, remedy)
                : InvalidInputException.of(problem, remedy, cause);
    }

    /** One of several words. */
    public String oneOf(String name, String fallback, String... words) {
        String text = text(name).orElse(fallback);
        if (!List.of(words).contains(text)) {
            throw InvalidInputException.of(
                    name + " is '" + text + "'", "give one of " + String.join(", ", words) + ".");
        }
        return text;
    }
}

package io.github.tune4j.examples.cli;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.TuneException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.List;

/**
 * What every main has in common: described options, {@code --help}, exit codes, and one clear message when something is
 * wrong. Written by hand because a validator that finishes in a quarter of a second cannot spend as long on its options.
 *
 * <p>Exit codes: 0 good, 1 the checked thing is bad, 2 cannot run.
 */
public final class CommandLine {
    private final String name;
    private final String purpose;
    private final List<Option> options = new ArrayList<>();
    private final List<String> examples = new ArrayList<>();

    /** An option; {@code value} is what stands for its value in the help, empty for a flag. */
    record Option(String name, String value, String meaning, boolean required) {
        String shown() {
            return value.isEmpty() || isArgument() ? name : name + " " + value;
        }

        boolean isArgument() {
            return !name.startsWith("--");
        }
    }

    /** What a main does once its options are read. */
    @FunctionalInterface
    public interface Body {
        /** Does it and says how it went: 0 good, 1 the checked thing is bad. */
        int run(Options options, Console console) throws Exception;
    }

    static {
        // The validation engine would otherwise greet every run through a log of its own.
        System.setProperty("org.jboss.logging.provider", "slf4j");
    }

    private CommandLine(Class<?> main, String purpose) {
        this.name = main.getName();
        this.purpose = purpose;
        flag("--help", "print this and exit");
    }

    /** Begins the description of a main. */
    public static CommandLine of(Class<?> main, String purpose) {
        return new CommandLine(main, purpose);
    }

    /** An option that must be given, written as {@code --name VALUE}. */
    public CommandLine required(String nameAndValue, String meaning) {
        return add(nameAndValue, meaning, true);
    }

    /** An option with a value, written as {@code --name VALUE}. */
    public CommandLine option(String nameAndValue, String meaning) {
        return add(nameAndValue, meaning, false);
    }

    /** An option without a value. */
    public CommandLine flag(String flag, String meaning) {
        options.add(Math.max(0, options.size() - 1), new Option(flag, "", meaning, false));
        return this;
    }

    /** A value that must be given and stands without an option's name before it; there is at most one. */
    public CommandLine argument(String name, String meaning) {
        options.add(0, new Option(name, name, meaning, true));
        return this;
    }

    /** A value that may be given and stands without an option's name before it; there is at most one. */
    public CommandLine optionalArgument(String name, String meaning) {
        options.add(0, new Option(name, name, meaning, false));
        return this;
    }

    /** The flag that turns standard output into one JSON object. */
    public CommandLine json() {
        return flag(Console.JSON, "print one JSON object on standard output and nothing else there");
    }

    /** What follows the main's name in an example of the help. */
    public CommandLine example(String arguments) {
        examples.add(arguments);
        return this;
    }

    private CommandLine add(String nameAndValue, String meaning, boolean required) {
        int space = nameAndValue.indexOf(' ');
        options.add(
                Math.max(0, options.size() - 1),
                new Option(nameAndValue.substring(0, space), nameAndValue.substring(space + 1), meaning, required));
        return this;
    }

    /** Runs the main and ends the JVM with its exit code. */
    public void run(String[] arguments, Body body) {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        System.exit(run(arguments, body, out, err));
    }

    /** Runs the main and returns its exit code. */
    public int run(String[] arguments, Body body, PrintStream out, PrintStream err) {
        try {
            if (List.of(arguments).contains("--help")) {
                out.print(help());
                return 0;
            }
            Options given = Options.parse(arguments, options);
            return body.run(given, new Console(out, err, given.has(Console.JSON)));
        } catch (InvalidInputException e) {
            e.problems().forEach(problem -> err.println(Console.harmless(problem)));
            return failed(e, err);
        } catch (TuneException e) {
            err.println(Console.harmless(e.problem()));
            return failed(e, err);
        } catch (UncheckedIOException e) {
            return e.getCause() instanceof FileSystemException file ? unusable(file, err) : unexpected(e, err);
        } catch (Exception e) {
            return unexpected(e, err);
        }
    }

    /** A file or folder that cannot be used is the user's to correct, wherever it was noticed. */
    private static int unusable(FileSystemException e, PrintStream err) {
        String why = e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
        err.println(Console.harmless("The file or folder " + e.getFile() + " cannot be used: " + why + "."));
        err.println("To fix: see that it is there and may be read and written, or name another one.");
        err.println("More: docs/troubleshooting.md#invalid-input");
        return debug(e, err);
    }

    private static int unexpected(Exception e, PrintStream err) {
        err.println("Something went wrong that this program did not expect: " + e);
        err.println("To fix: run it again with -Dtune4j.debug to see where, and report it with that output.");
        return debug(e, err);
    }

    private static int failed(TuneException e, PrintStream err) {
        err.println("To fix: " + e.remedy());
        err.println("More: docs/troubleshooting.md#" + e.anchor());
        return debug(e, err);
    }

    private static int debug(Exception e, PrintStream err) {
        if (System.getProperty("tune4j.debug") != null) {
            e.printStackTrace(err);
        }
        return 2;
    }

    private String help() {
        StringBuilder help =
                new StringBuilder(purpose).append("\n\nUsage: java -cp 'examples/target/*:examples/target/lib/*' ");
        help.append(name);
        for (Option option : options) {
            if (option.required()) {
                help.append(' ').append(option.shown());
            } else if (option.isArgument()) {
                help.append(" [").append(option.shown()).append(']');
            }
        }
        help.append(" [options]\n\nOptions:\n");
        int width = options.stream().mapToInt(o -> o.shown().length()).max().orElse(0);
        for (Option option : options) {
            help.append("  ")
                    .append(option.shown())
                    .append(" ".repeat(width - option.shown().length() + 2))
                    .append(option.meaning().replace("\n", "\n" + " ".repeat(width + 4)))
                    .append(option.required() ? " (required)" : "")
                    .append('\n');
        }
        if (!examples.isEmpty()) {
            help.append("\nExamples:\n");
            examples.forEach(e -> help.append("  ")
                    .append(name.substring(name.lastIndexOf('.') + 1))
                    .append(' ')
                    .append(e)
                    .append('\n'));
        }
        return help.append("\nExit code: 0 good, 1 the checked thing is bad, 2 cannot run.\n")
                .toString();
    }
}

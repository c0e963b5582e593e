package io.github.tune4j.testkit;

import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;

/**
 * A local AWS as a process of its own, for clients in any language. When it is ready it prints one line to standard output,
 * {@code LocalAws listening on http://127.0.0.1:4566}; logs go to standard error. It stops cleanly on SIGTERM.
 *
 * <pre>{@code
 * --port N                     the port; 0, the standard, takes any free one
 * --host ADDRESS               the interface; only loopback unless another is named
 * --speed N                    how much faster than real time the clock runs while something is on its way; 0: by hand
 * --state DIR                  where everything is kept
 * --date YYYY-MM-DD            the first day of the clock
 * --upstream URI               an OpenAI-compatible endpoint that answers for base models
 * --upstream-model M           what the model is called there
 * --grant-units N              model units of throughput that are granted
 * --access-key K --secret-key S  accept only signatures made with this pair
 * --no-control                 without the control API
 * }</pre>
 */
public final class LocalAwsServer {
    private static final int USAGE = 64;
    private static final int UNAVAILABLE = 69;
    private static final String HELP = "options: --port N, --host ADDRESS, --speed N, --state DIR, --date YYYY-MM-DD,"
            + " --upstream URI, --upstream-model M, --grant-units N, --access-key K, --secret-key S, --no-control";

    private LocalAwsServer() {}

    /**
     * Starts a server and returns; the process lives until it is told to stop. Exits with 64 when an option is wrong and
     * with 69 when the port is taken.
     *
     * @param args the options
     */
    public static void main(String[] args) {
        if (List.of(args).contains("--help")) {
            System.out.println(HELP);
            return;
        }
        try {
            LocalServer server = LocalServer.start(settings(args));
            Runtime.getRuntime().addShutdownHook(new Thread(server::close, "tune4j-local-shutdown"));
            System.out.println("LocalAws listening on " + server.endpoint());
            System.out.flush();
            stayAlive();
        } catch (IllegalArgumentException | DateTimeException e) {
            exit(USAGE, e.getMessage() + "\n" + HELP);
        } catch (UncheckedIOException e) {
            exit(UNAVAILABLE, e.getMessage());
        }
    }

    /** Every thread of a local AWS is a daemon, so that it never keeps a test alive; a server has to live by itself. */
    private static void stayAlive() {
        Thread thread = new Thread(
                () -> {
                    try {
                        Thread.currentThread().join();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "tune4j-local-server");
        thread.start();
    }

    static LocalSettings settings(String... args) {
        LocalSettings settings = new LocalSettings();
        Deque<String> words = new ArrayDeque<>(List.of(args));
        String accessKey = "";
        String secretKey = "";
        while (!words.isEmpty()) {
            String option = words.remove();
            switch (option) {
                case "--port" -> settings.port = (int) number(option, words, 0, 65_535);
                case "--host" -> settings.host = word(option, words);
                case "--speed" -> settings.speed = number(option, words, 0, 1e9);
                case "--state" -> settings.state = Path.of(word(option, words));
                case "--date" -> settings.date = LocalDate.parse(word(option, words));
                case "--upstream" -> settings.upstream = URI.create(word(option, words));
                case "--upstream-model" -> settings.upstreamModel = word(option, words);
                case "--grant-units" -> settings.units = (int) number(option, words, 0, 1_000_000);
                case "--access-key" -> accessKey = word(option, words);
                case "--secret-key" -> secretKey = word(option, words);
                case "--no-control" -> settings.control = false;
                default -> throw new IllegalArgumentException("there is no option " + option);
            }
        }
        if (accessKey.isEmpty() != secretKey.isEmpty()) {
            throw new IllegalArgumentException("--access-key and --secret-key belong together");
        }
        if ((settings.upstream == null) != settings.upstreamModel.isEmpty()) {
            throw new IllegalArgumentException("--upstream and --upstream-model belong together");
        }
        if (!accessKey.isEmpty()) {
            settings.credentials = AwsBasicCredentials.create(accessKey, secretKey);
            settings.verifySignatures = true;
        }
        return settings;
    }

    private static String word(String option, Deque<String> words) {
        if (words.isEmpty()) {
            throw new IllegalArgumentException(option + " has no value");
        }
        return words.remove();
    }

    private static double number(String option, Deque<String> words, double min, double max) {
        String word = word(option, words);
        try {
            double number = Double.parseDouble(word);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(option + " is " + word + ", which is no number", e);
        }
        throw new IllegalArgumentException(option + " is " + word + ", which is not between " + min + " and " + max);
    }

    private static void exit(int code, String message) {
        System.err.println(message);
        System.exit(code);
    }
}

package io.github.tune4j.testkit;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;

/** The options of a {@link LocalAwsServer}. */
final class ServerOptions {
    /** What {@code --help} prints. */
    static final String HELP = """
            Runs a local AWS until it is told to stop. Prints one line when it is ready:
            LocalAws listening on http://127.0.0.1:4566

              --port N              the port; 0, the standard, takes any free one
              --host ADDRESS        the interface to listen on; 127.0.0.1 unless another is named
              --speed N             how many times faster than real time the clock runs while something is
                                    on its way; standard 1800; 0: only by hand
              --state DIR           keeps everything in this folder; a killed server finds it again
              --date YYYY-MM-DD     the first day of the clock; standard 2026-01-15
              --upstream URI        an OpenAI-compatible endpoint that answers in the place of base models,
                                    for example http://127.0.0.1:11434/v1; needs --upstream-model
              --upstream-model M    what the model is called there
              --grant-units N       model units of throughput that are granted; standard 2; 0 as in a new account
              --access-key K        accepts only calls that are signed with this key; needs --secret-key
              --secret-key S        its secret
              --no-control          without the control API under /_local/
              --help                prints this

            Point clients at it with AWS_ENDPOINT_URL. Exits with 2 when it cannot run.
            """;

    private static final int LAST_PORT = 65_535;
    private static final int MOST_UNITS = 1_000_000;
    private static final double HIGHEST_SPEED = 1e9;

    private final LocalSettings settings = new LocalSettings();
    private final Deque<String> words;
    private String accessKey = "";
    private String secretKey = "";

    private ServerOptions(List<String> words) {
        this.words = new ArrayDeque<>(words);
    }

    /**
     * Reads options.
     *
     * @throws IllegalArgumentException if one is wrong, with a message for whoever typed it
     */
    static LocalSettings read(String... args) {
        ServerOptions options = new ServerOptions(List.of(args));
        while (!options.words.isEmpty()) {
            options.take(options.words.remove());
        }
        return options.together();
    }

    private void take(String option) {
        switch (option) {
            case "--port" -> settings.port = whole(option, LAST_PORT);
            case "--host" -> settings.host = word(option);
            case "--speed" -> settings.speed = speed(option);
            case "--state" -> settings.state = folder(option);
            case "--date" -> settings.date = date(option);
            case "--upstream" -> settings.upstream = endpoint(option);
            case "--upstream-model" -> settings.upstreamModel = word(option);
            case "--grant-units" -> settings.units = whole(option, MOST_UNITS);
            case "--access-key" -> accessKey = word(option);
            case "--secret-key" -> secretKey = word(option);
            case "--no-control" -> settings.control = false;
            default -> throw wrong("There is no option " + option, "use one of those that --help lists");
        }
    }

    private LocalSettings together() {
        if (accessKey.isEmpty() != secretKey.isEmpty()) {
            throw wrong("--access-key and --secret-key belong together", "give both or none");
        }
        if ((settings.upstream == null) != settings.upstreamModel.isEmpty()) {
            throw wrong("--upstream and --upstream-model belong together", "give both or none");
        }
        if (!accessKey.isEmpty()) {
            settings.credentials = AwsBasicCredentials.create(accessKey, secretKey);
            settings.verifySignatures = true;
        }
        return settings;
    }

    private String word(String option) {
        if (words.isEmpty() || words.peek().isBlank() || words.peek().startsWith("--")) {
            throw wrong(option + " has no value", "write it behind the option");
        }
        return words.remove();
    }

    private int whole(String option, int most) {
        String word = word(option);
        try {
            int number = Integer.parseInt(word);
            if (number >= 0 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw wrong(option + " is " + word, "give a whole number from 0 to " + most);
    }

    private double speed(String option) {
        String word = word(option);
        try {
            double number = Double.parseDouble(word);
            if (number >= 0 && number <= HIGHEST_SPEED) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw wrong(option + " is " + word, "give a number from 0 to 1000000000");
    }

    private Path folder(String option) {
        String word = word(option);
        try {
            return Path.of(word);
        } catch (InvalidPathException e) {
            throw wrong(option + " is " + word, "name a folder");
        }
    }

    private LocalDate date(String option) {
        String word = word(option);
        try {
            return LocalDate.parse(word);
        } catch (DateTimeException e) {
            throw wrong(option + " is " + word, "give a day such as 2026-01-15");
        }
    }

    private URI endpoint(String option) {
        String word = word(option);
        try {
            URI uri = new URI(word);
            if (("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) && uri.getHost() != null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // Told below.
        }
        throw wrong(option + " is " + word, "give an address such as http://127.0.0.1:11434/v1");
    }

    private static IllegalArgumentException wrong(String problem, String remedy) {
        return new IllegalArgumentException(problem + ".\nTo fix: " + remedy + ".");
    }
}

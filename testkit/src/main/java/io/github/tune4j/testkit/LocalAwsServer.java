package io.github.tune4j.testkit;

import java.io.UncheckedIOException;
import java.util.List;

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
 * --help                       prints this
 * }</pre>
 */
public final class LocalAwsServer {
    private static final int CANNOT_RUN = 2;

    private LocalAwsServer() {}

    /**
     * Starts a server and returns; the process lives until it is told to stop. Exits with 2 and one message when an option
     * is wrong, the port is taken or the folder cannot be used.
     *
     * @param args the options
     */
    public static void main(String[] args) {
        if (List.of(args).contains("--help") || List.of(args).contains("-h")) {
            System.out.print(ServerOptions.HELP);
            return;
        }
        try {
            LocalServer server = LocalServer.start(ServerOptions.read(args));
            Runtime.getRuntime().addShutdownHook(new Thread(server::close, "tune4j-local-shutdown"));
            System.out.println("LocalAws listening on " + server.endpoint());
            System.out.flush();
            stayAlive();
        } catch (IllegalArgumentException | UncheckedIOException e) {
            System.err.println(e.getMessage());
            if (Boolean.getBoolean("tune4j.debug")) {
                e.printStackTrace();
            }
            System.exit(CANNOT_RUN);
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
}

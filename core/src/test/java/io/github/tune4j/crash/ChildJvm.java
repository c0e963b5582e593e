package io.github.tune4j.crash;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A {@link Life} in a JVM of its own, started and not yet running. */
final class ChildJvm implements AutoCloseable {
    private static final String END = "(end)";

    private final Process process;
    private final Path log;
    private final Writer orders;
    private final Map<String, CompletableFuture<Void>> said = new ConcurrentHashMap<>();
    private final Map<String, String> results = new TreeMap<>();

    private ChildJvm(Process process, Path log) {
        this.process = process;
        this.log = log;
        this.orders = process.outputWriter(StandardCharsets.UTF_8);
        Thread reader = new Thread(this::read, "crash-child-output");
        reader.setDaemon(true);
        reader.start();
    }

    /** How JVMs of a life are started: what they see, and where they keep what they have loaded. */
    record Start(Class<? extends Life> life, String classPath, Path archive) {
        static Start of(Class<? extends Life> life, Path folder) {
            try {
                return new Start(life, ClassPath.ofJars(folder, life, Child.class), folder.resolve("classes.jsa"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** One that writes the archive of classes at its end, for all that come after it. */
        ChildJvm first() {
            return start("-XX:ArchiveClassesAtExit=" + archive);
        }

        ChildJvm next() {
            return start("-XX:SharedArchiveFile=" + archive);
        }

        private ChildJvm start(String archiving) {
            List<String> command = List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-Xshare:auto",
                    archiving,
                    "-Xmx256m",
                    "-Djava.awt.headless=true",
                    "-Dorg.slf4j.simpleLogger.defaultLogLevel=info",
                    "-Dorg.slf4j.simpleLogger.log.io.github.tune4j=trace",
                    "-cp",
                    classPath,
                    Child.class.getName(),
                    life.getName());
            try {
                Path log = Files.createTempFile("child", ".log");
                return new ChildJvm(
                        new ProcessBuilder(command).redirectError(log.toFile()).start(), log);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void read() {
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.startsWith("result ")) {
                    String[] result = line.substring("result ".length()).split("=", 2);
                    results.put(result[0], result[1]);
                } else {
                    said(line).complete(null);
                }
            }
        } catch (IOException e) {
            // Its pipe breaks when it is killed.
            said(END).complete(null);
        }
        said(END).complete(null);
    }

    private CompletableFuture<Void> said(String line) {
        return said.computeIfAbsent(line, l -> new CompletableFuture<>());
    }

    void run(Path folder, URI local) {
        expect("ready");
        order("run " + folder + " " + local);
    }

    private void order(String line) {
        try {
            orders.write(line + "\n");
            orders.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(log(), e);
        }
    }

    /** From now on no answer reaches the program. */
    void hold() {
        order("hold");
        expect("holding");
    }

    /** Waits until an answer has come and is kept from the program. */
    void awaitAnswer() {
        expect("answered");
    }

    private void expect(String line) {
        try {
            CompletableFuture.anyOf(said(line), said(END)).get(2, TimeUnit.MINUTES);
        } catch (ExecutionException | InterruptedException | TimeoutException e) {
            throw new AssertionError("the life did not say '" + line + "'\n" + log(), e);
        }
        if (!said(line).isDone()) {
            throw new AssertionError("the life ended and did not say '" + line + "'\n" + log());
        }
    }

    /** As SIGKILL does; returns when it is dead. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Waits for its own end, which must be a good one. */
    Map<String, String> end() {
        expect(END);
        int status = process.onExit().join().exitValue();
        if (status != 0) {
            throw new AssertionError("the life ended with status " + status + "\n" + log());
        }
        return results;
    }

    /** Waits until it is dead. */
    void awaitDeath() {
        process.onExit().join();
    }

    /** All that it logged. */
    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        kill();
        try {
            Files.deleteIfExists(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.github.tune4j.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A {@link LocalAwsServer} in a process of its own. */
final class ServerProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader out;
    final String firstLine;

    private ServerProcess(Process process) throws IOException {
        this.process = process;
        this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.firstLine = String.valueOf(out.readLine());
    }

    static ServerProcess start(String... options) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                String.join(
                        System.getProperty("path.separator"),
                        System.getProperty("jdk.module.path", ""),
                        System.getProperty("java.class.path", "")),
                LocalAwsServer.class.getName()));
        command.addAll(List.of(options));
        try {
            return new ServerProcess(new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI endpoint() {
        return URI.create(firstLine.replace("LocalAws listening on ", ""));
    }

    /** As SIGKILL does. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** As SIGTERM does; everything that was printed after the first line. */
    String terminate() throws InterruptedException, IOException {
        process.toHandle().destroy();
        if (!process.waitFor(1, TimeUnit.MINUTES)) {
            throw new AssertionError("the server does not stop");
        }
        StringBuilder rest = new StringBuilder();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            rest.append(line).append('\n');
        }
        return rest.toString();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}

package io.github.tune4j.serving;

import io.github.tune4j.TuneException;
import io.github.tune4j.run.TimeSource;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A {@link Watchdog} in a JVM of its own, made of what this JVM is made of. */
final class WatchdogProcess {
    private static final Path SHELL = Path.of("/bin/sh");
    /** So that Ctrl-C or a closed terminal ends only the program in front. */
    private static final String DEAF = "trap '' INT HUP; exec \"$0\" \"$@\"";

    private final Process process;
    private final Path log;

    private WatchdogProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    static WatchdogProcess start(TimeSource clock) throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", File.separatorChar == '\\' ? "java.exe" : "java");
        if (!Files.isExecutable(java)) {
            throw new IOException("there is no " + java);
        }
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(SHELL)) {
            command.addAll(List.of(SHELL.toString(), "-c", DEAF));
        }
        command.add(java.toString());
        command.addAll(List.of("-Xmx96m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        // Standard output is for its answers; why a JVM cannot start is read on standard error.
        command.add("-XX:+DisplayVMOutputToStderr");
        command.addAll(classes(clock));
        // Readable by its owner only, which is how the JDK makes temporary files where the file system can.
        Path log = Files.createTempFile("tune4j-watchdog-", ".log");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
        // Agents and debuggers of this program; what they set for the network comes over as properties.
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        builder.environment().remove("JDK_JAVA_OPTIONS");
        return new WatchdogProcess(builder.start(), log);
    }

    private static List<String> classes(TimeSource clock) {
        List<String> options = new ArrayList<>();
        Module own = Watchdog.class.getModule();
        String main = Watchdog.class.getName();
        String classPath = classPath();
        if (!classPath.isEmpty()) {
            options.addAll(List.of("-cp", classPath));
        }
        if (!own.isNamed()) {
            options.add(main);
            return options;
        }
        String modulePath = System.getProperty("jdk.module.path");
        if (modulePath != null) {
            options.addAll(List.of("-p", modulePath));
        }
        Module clockModule = clock.getClass().getModule();
        options.addAll(List.of("--add-modules", clockModule.isNamed() ? clockModule.getName() : "ALL-DEFAULT"));
        options.addAll(List.of("-m", own.getName() + "/" + main));
        return options;
    }

    /** That of this JVM, and what a class loader of its own adds, as in a servlet container. */
    private static String classPath() {
        Set<String> entries = new LinkedHashSet<>();
        for (ClassLoader loader = Watchdog.class.getClassLoader();
                loader instanceof URLClassLoader urls;
                loader = loader.getParent()) {
            for (URL url : urls.getURLs()) {
                if (url.getProtocol().equals("file")) {
                    entries.add(path(url));
                }
            }
        }
        String own = System.getProperty("java.class.path", "");
        if (!own.isEmpty()) {
            entries.add(own);
        }
        return String.join(File.pathSeparator, entries);
    }

    private static String path(URL url) {
        try {
            return Path.of(url.toURI()).toString();
        } catch (URISyntaxException e) {
            throw new TuneException("The class path holds " + url + ", which is no file.", "correct it.", e);
        }
    }

    OutputStream input() {
        return process.getOutputStream();
    }

    InputStream output() {
        return process.getInputStream();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    Path log() {
        return log;
    }

    /** Why it ended. */
    String lastWords() {
        try {
            String said = Files.readString(log).lines().limit(3).collect(Collectors.joining(" "));
            return said.isBlank() ? "it ended" : said;
        } catch (IOException e) {
            return "it ended, and " + log + " cannot be read";
        }
    }
}

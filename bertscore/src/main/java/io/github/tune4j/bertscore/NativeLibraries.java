package io.github.tune4j.bertscore;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.github.tune4j.TuneException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Starts ONNX Runtime so that nothing stays behind. Left to itself it unpacks its libraries into a temporary folder that
 * it never removes; here the folder is gone as soon as they are loaded, or where a loaded library cannot be removed, when
 * the JVM ends.
 */
final class NativeLibraries {
    private static final String FOLDER_PROPERTY = "onnxruntime.native.path";
    private static @Nullable OrtEnvironment environment;

    private NativeLibraries() {}

    /** The one environment of this JVM, started at the first call and reporting nothing to anybody. */
    static synchronized OrtEnvironment environment() {
        if (environment == null) {
            try {
                environment = System.getProperty(FOLDER_PROPERTY) == null ? start() : OrtEnvironment.getEnvironment();
                environment.setTelemetry(false);
            } catch (IOException | OrtException | LinkageError e) {
                throw new TuneException(
                        "ONNX Runtime does not start on " + System.getProperty("os.name") + " "
                                + System.getProperty("os.arch") + ": " + e + ".",
                        "use Linux or Windows on x64 or Linux or macOS on arm64, and leave 50 MB of room in"
                                + " java.io.tmpdir.",
                        e);
            }
        }
        return environment;
    }

    private static OrtEnvironment start() throws IOException {
        Deque<Path> unpacked = new ArrayDeque<>();
        try {
            Path folder = Files.createTempDirectory(
                    "tune4j-onnxruntime-" + ProcessHandle.current().pid() + "-");
            unpacked.push(folder);
            for (String library : List.of("onnxruntime", "onnxruntime4j_jni")) {
                String file = System.mapLibraryName(library);
                String resource = "ai/onnxruntime/native/" + platform() + "/" + file;
                try (InputStream in = NativeLibraries.class.getClassLoader().getResourceAsStream(resource)) {
                    if (in != null) {
                        unpacked.push(folder.resolve(file));
                        Files.copy(in, folder.resolve(file));
                    }
                }
            }
            System.setProperty(FOLDER_PROPERTY, folder.toString());
            return OrtEnvironment.getEnvironment();
        } finally {
            System.clearProperty(FOLDER_PROPERTY);
            remove(unpacked);
        }
    }

    private static void remove(Deque<Path> unpacked) {
        boolean inUse = false;
        for (Path path : unpacked) {
            inUse |= !path.toFile().delete();
        }
        if (inUse) {
            unpacked.descendingIterator().forEachRemaining(path -> path.toFile().deleteOnExit());
        }
    }

    /** As ONNX Runtime names the folders of its libraries. */
    private static String platform() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String system = os.startsWith("win") ? "win" : os.startsWith("mac") ? "osx" : "linux";
        String processor = System.getProperty("os.arch");
        return system + "-" + (processor.equals("amd64") || processor.equals("x86_64") ? "x64" : processor);
    }
}

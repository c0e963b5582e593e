package io.github.tune4j.crash;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All that this JVM sees, as a class path of jars only: a JVM keeps no archive of classes that lie in folders, and with one
 * it starts in half the time.
 */
final class ClassPath {
    private ClassPath() {}

    /** The path; folders are packed into a folder of jars. */
    static String ofJars(Path packed, Class<?>... tests) throws IOException {
        Set<Path> places = new LinkedHashSet<>();
        for (Class<?> each : tests) {
            places.add(root(each));
        }
        Stream.of("jdk.module.path", "java.class.path")
                .map(System::getProperty)
                .filter(path -> path != null && !path.isEmpty())
                .flatMap(path -> Stream.of(path.split(File.pathSeparator)))
                .map(Path::of)
                .forEach(places::add);
        List<Path> jars = new ArrayList<>();
        for (Path place : places) {
            if (Files.isDirectory(place)) {
                jars.add(pack(place, packed.resolve("classes-" + jars.size() + ".jar")));
            } else if (Files.exists(place)) {
                jars.add(place);
            }
        }
        return jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    /** Where a class of this module's tests lies, which is on neither path when they run in a module. */
    private static Path root(Class<?> type) {
        try {
            Path place = Path.of(type.getResource("/" + type.getName().replace('.', '/') + ".class")
                    .toURI());
            for (int i = 0; i < type.getName().split("\\.").length; i++) {
                place = place.getParent();
            }
            return place;
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path pack(Path folder, Path jar) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder)) {
            files = walk.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith("module-info.class"))
                    .sorted()
                    .toList();
        }
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream packed = new JarOutputStream(out)) {
            packed.setLevel(0);
            for (Path file : files) {
                packed.putNextEntry(
                        new JarEntry(folder.relativize(file).toString().replace(File.separatorChar, '/')));
                Files.copy(file, packed);
            }
        }
        return jar;
    }
}

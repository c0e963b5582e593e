package io.github.tune4j.evaluation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tune4j.InvalidInputException;
import io.github.tune4j.TuneException;
import io.github.tune4j.json.Json;
import io.github.tune4j.json.JsonFields;
import io.github.tune4j.json.PrivateFiles;
import io.github.tune4j.run.TimeSource;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder from which every number of a report can be computed again: the report in its three forms; for each model
 * ({@code base} and {@code tuned}, or {@code scored} alone) its {@code answers.jsonl} with questions and references and
 * its {@code scores.jsonl}; in {@code sources} what the metrics rest on, such as {@code correctness.prompt.txt} and
 * {@code correctness.verdicts.jsonl}; and {@code manifest.json} with versions and the SHA-256 of every file, sealed by
 * {@code manifest.sha256}. Files are readable by their owner only.
 */
public final class EvidencePack {
    private static final String MANIFEST = "manifest.json";
    private static final String SEAL = "manifest.sha256";
    private static final String REPORT = "report.json";
    private static final String ANSWERS = "answers.jsonl";
    private static final String SCORES = "scores.jsonl";
    private static final String SOURCES = "sources";

    private final Path folder;

    private EvidencePack(Path folder) {
        this.folder = folder;
    }

    /**
     * Writes the evidence of a report.
     *
     * @param folder where to; an earlier pack in it is replaced, other files in it are refused
     * @param report the report
     * @return the pack
     * @throws InvalidInputException if the folder holds anything that is no part of an earlier pack
     * @throws TuneException if a file cannot be written
     */
    public static EvidencePack write(Path folder, Report report) {
        EvidencePack pack = new EvidencePack(folder);
        pack.clear();
        report.writeHtml(folder.resolve("report.html"));
        report.writeMarkdown(folder.resolve("report.md"));
        report.writeJson(folder.resolve(REPORT));
        List<String> folders = folders(report.sheets().size());
        for (int i = 0; i < folders.size(); i++) {
            pack.write(folders.get(i), report.sheets().get(i));
        }
        pack.writeSources(report.sheets());
        pack.seal();
        return pack;
    }

    private static List<String> folders(int sheets) {
        return sheets == 1 ? List.of("scored") : List.of("base", "tuned");
    }

    private void write(String name, Scores scores) {
        Path sheet = folder.resolve(name);
        scores.answers().write(sheet.resolve(ANSWERS));
        scores.writeJsonl(sheet.resolve(SCORES));
    }

    /** What both models' scores rest on stands in one file; of verdicts, each line once. */
    private void writeSources(List<Scores> sheets) {
        Map<String, String> sources = new TreeMap<>();
        for (Scores sheet : sheets) {
            for (String metric : sheet.metrics()) {
                String prefix = metric.replaceAll("[^\\p{L}\\p{N}_-]", "-") + ".";
                sheet.column(metric)
                        .evidence()
                        .forEach((file, text) -> sources.merge(prefix + file, text, EvidencePack::distinctLines));
            }
        }
        sources.forEach(
                (file, text) -> PrivateFiles.write(folder.resolve(SOURCES).resolve(file), text));
    }

    private static String distinctLines(String first, String second) {
        return first.equals(second)
                ? first
                : Stream.concat(first.lines(), second.lines())
                        .distinct()
                        .map(line -> line + "\n")
                        .collect(Collectors.joining());
    }

    private void clear() {
        if (!Files.exists(folder.resolve(MANIFEST))) {
            if (!files().isEmpty()) {
                throw InvalidInputException.of(
                        folder + " holds files that are no evidence pack.", "give a new or an empty folder.");
            }
            return;
        }
        try {
            for (JsonFields file : manifest().objects("files")) {
                Files.deleteIfExists(inside(file.text("name")));
            }
            Files.deleteIfExists(folder.resolve(MANIFEST));
            Files.deleteIfExists(folder.resolve(SEAL));
        } catch (IOException e) {
            throw new TuneException(
                    "The earlier evidence in " + folder + " cannot be replaced: " + e.getMessage() + ".",
                    "check the folder's permissions.",
                    e);
        }
        if (!files().isEmpty()) {
            throw InvalidInputException.of(
                    folder + " holds files that are no part of the earlier evidence: " + String.join(", ", files())
                            + ".",
                    "move them away.");
        }
    }

    private void seal() {
        ObjectNode manifest = Json.object()
                .put("tune4j", version(EvidencePack.class.getModule().getDescriptor()))
                .put("java", Runtime.version().toString())
                .put("written", TimeSource.system().now().toString());
        ArrayNode files = manifest.putArray("files");
        for (String name : files()) {
            byte[] bytes = bytes(folder.resolve(name));
            files.addObject().put("name", name).put("bytes", bytes.length).put("sha256", sha256(bytes));
        }
        PrivateFiles.write(folder.resolve(MANIFEST), Json.indented(manifest));
        PrivateFiles.write(folder.resolve(SEAL), sha256(bytes(folder.resolve(MANIFEST))) + "  " + MANIFEST + "\n");
    }

    private static String version(@Nullable ModuleDescriptor module) {
        return module == null ? "unknown" : module.rawVersion().orElse("unknown");
    }

    /**
     * Opens a pack.
     *
     * @param folder the folder
     * @return the pack, not yet verified
     * @throws InvalidInputException if there is no manifest in it
     */
    public static EvidencePack open(Path folder) {
        if (!Files.isRegularFile(folder.resolve(MANIFEST))) {
            throw InvalidInputException.of(
                    folder + " is no evidence pack: it has no " + MANIFEST + ".",
                    "give a folder that EvidencePack.write has written.");
        }
        return new EvidencePack(folder);
    }

    /**
     * Checks every file byte by byte and computes every number of the report from the scores again.
     *
     * @param metrics metrics that also score the answers again: those of the pack, a judge as one that replays the
     *     verdicts among the {@code sources}
     * @return what no longer fits, by file and number; empty when everything holds
     */
    public List<String> verify(Metric... metrics) {
        List<String> problems = new ArrayList<>();
        checkFiles(problems);
        try {
            EvidenceCheck check = new EvidenceCheck(sheets(), problems);
            check.figures(Json.read(folder.resolve(REPORT)));
            check.answers(folders(check.sheets().size()).stream()
                    .map(name -> folder.resolve(name).resolve(ANSWERS))
                    .toList());
            for (Metric metric : metrics) {
                check.metric(metric);
            }
        } catch (InvalidInputException e) {
            problems.addAll(e.problems());
        }
        return problems.stream().distinct().toList();
    }

    private List<Scores> sheets() {
        int count = Files.exists(folder.resolve("scored")) ? 1 : 2;
        return folders(count).stream()
                .map(name -> Scores.read(folder.resolve(name).resolve(SCORES)))
                .toList();
    }

    private void checkFiles(List<String> problems) {
        Path seal = folder.resolve(SEAL);
        String expected = sha256(bytes(folder.resolve(MANIFEST))) + "  " + MANIFEST + "\n";
        if (!Files.isRegularFile(seal)) {
            problems.add(SEAL + " is missing");
        } else if (!new String(bytes(seal), StandardCharsets.UTF_8).equals(expected)) {
            problems.add(MANIFEST + " or " + SEAL + " was changed");
        }
        TreeSet<String> unlisted = new TreeSet<>(files());
        unlisted.removeAll(List.of(MANIFEST, SEAL));
        try {
            for (JsonFields file : manifest().objects("files")) {
                String name = file.text("name");
                unlisted.remove(name);
                Path path = inside(name);
                if (!Files.isRegularFile(path)) {
                    problems.add(name + " is missing");
                } else if (!sha256(bytes(path)).equals(file.text("sha256"))) {
                    problems.add(name + " was changed");
                }
            }
        } catch (InvalidInputException e) {
            problems.addAll(e.problems());
        }
        unlisted.forEach(name -> problems.add(name + " was added"));
    }

    private JsonFields manifest() {
        return JsonFields.of(Json.read(folder.resolve(MANIFEST)), MANIFEST);
    }

    /** A manifest from elsewhere must not reach out of its folder. */
    private Path inside(String name) {
        Path path = folder.resolve(name).normalize();
        if (!path.startsWith(folder.normalize())) {
            throw InvalidInputException.of(
                    MANIFEST + " names a file outside of its folder: " + name + ".", "do not trust this pack.");
        }
        return path;
    }

    private List<String> files() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static InvalidInputException unreadable(Path file, IOException e) {
        return InvalidInputException.of(file + " cannot be read.", "check that it exists and is readable.", e);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

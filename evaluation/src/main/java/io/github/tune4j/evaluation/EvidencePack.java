package io.github.tune4j.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tune4j.InvalidInputException;
import io.github.tune4j.TuneException;
import io.github.tune4j.json.Json;
import io.github.tune4j.json.JsonFields;
import io.github.tune4j.json.PrivateFiles;
import io.github.tune4j.run.Reportable;
import io.github.tune4j.run.TimeSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder from which every number of a report can be computed again: the report in its three forms; for each model
 * ({@code base} and {@code tuned}, or {@code scored} alone) its {@code answers.jsonl} with questions and references and
 * its {@code scores.jsonl}; in {@code sources} what the numbers rest on, such as {@code correctness.prompt.txt}, {@code
 * correctness.verdicts.jsonl} with the judge's raw replies, and what was given to {@link Report.Builder#evidence}, such
 * as the prices of the run; and {@code manifest.json} with versions and the SHA-256 of every file, sealed by {@code
 * manifest.sha256}. Files are readable by their owner only.
 */
public final class EvidencePack {
    private static final String MANIFEST = "manifest.json";
    private static final String SEAL = "manifest.sha256";
    private static final String PAGE = "report.html";
    private static final String MARKDOWN = "report.md";
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
        List<String> folders = folders(report.sheets().size());
        Map<String, String> sources = sources(report);
        pack.announce(folders, sources.keySet());
        report.writeHtml(folder.resolve(PAGE));
        report.writeMarkdown(folder.resolve(MARKDOWN));
        report.writeJson(folder.resolve(REPORT));
        for (int i = 0; i < folders.size(); i++) {
            pack.write(folders.get(i), report.sheets().get(i));
        }
        sources.forEach(
                (file, text) -> PrivateFiles.write(folder.resolve(SOURCES).resolve(file), text));
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
    private static Map<String, String> sources(Report report) {
        Map<String, String> sources = new TreeMap<>(report.evidence());
        for (Scores sheet : report.sheets()) {
            for (String metric : sheet.metrics()) {
                String prefix = metric.replaceAll("[^\\p{L}\\p{N}_-]", "-") + ".";
                sheet.column(metric)
                        .evidence()
                        .forEach((file, text) -> sources.merge(prefix + file, text, EvidencePack::distinctLines));
            }
        }
        return sources;
    }

    private static String distinctLines(String first, String second) {
        return first.equals(second)
                ? first
                : Stream.concat(first.lines(), second.lines())
                        .distinct()
                        .map(line -> line + "\n")
                        .collect(Collectors.joining());
    }

    /** A manifest without hashes: were this the last thing that is written, the next pack could still replace it. */
    private void announce(List<String> folders, Set<String> sources) {
        List<String> names = new ArrayList<>(List.of(PAGE, MARKDOWN, REPORT));
        folders.forEach(name -> names.addAll(List.of(name + "/" + ANSWERS, name + "/" + SCORES)));
        sources.forEach(name -> names.add(SOURCES + "/" + name));
        ObjectNode manifest = manifestBase();
        ArrayNode files = manifest.putArray("files");
        names.forEach(name -> files.addObject().put("name", name));
        PrivateFiles.write(folder.resolve(MANIFEST), Json.indented(manifest));
    }

    private static ObjectNode manifestBase() {
        return Json.object()
                .put("tune4j", Version.text())
                .put("java", Runtime.version().toString())
                .put("written", TimeSource.system().now().toString());
    }

    private void clear() {
        PrivateFiles.delete(draft(folder.resolve(MANIFEST)));
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
                Files.deleteIfExists(draft(inside(file.text("name"))));
            }
            Files.deleteIfExists(draft(folder.resolve(SEAL)));
            Files.deleteIfExists(folder.resolve(MANIFEST));
            Files.deleteIfExists(folder.resolve(SEAL));
            if (files().isEmpty()) {
                for (String name : List.of("scored", "base", "tuned", SOURCES)) {
                    Files.deleteIfExists(folder.resolve(name));
                }
            }
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

    /** What a killed process leaves of a file that it was writing. */
    private static Path draft(Path file) {
        return file.resolveSibling(file.getFileName() + ".new");
    }

    private void seal() {
        ObjectNode manifest = manifestBase();
        ArrayNode files = manifest.putArray("files");
        List<String> names = new ArrayList<>(files());
        names.remove(MANIFEST);
        for (String name : names) {
            byte[] bytes = bytes(folder.resolve(name));
            files.addObject().put("name", name).put("bytes", bytes.length).put("sha256", sha256(bytes));
        }
        PrivateFiles.write(folder.resolve(MANIFEST), Json.indented(manifest));
        PrivateFiles.write(folder.resolve(SEAL), sha256(bytes(folder.resolve(MANIFEST))) + "  " + MANIFEST + "\n");
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
     * Checks every file byte by byte and computes every number of the report from the scores again, in each of its
     * forms.
     *
     * @param metrics metrics that also score the answers again: those of the pack, a judge as one that replays the
     *     verdicts among the {@code sources}
     * @return what no longer fits, by file and number; empty when everything holds
     */
    public List<String> verify(Metric... metrics) {
        return verify(List.of(), metrics);
    }

    /**
     * Checks what {@link #verify(Metric...)} checks, and parts of the report that can be made again.
     *
     * @param parts what was added to the report, such as a profile of the answers, made again from {@link #scores()}
     * @param metrics as for {@link #verify(Metric...)}
     * @return what no longer fits, by file and number; empty when everything holds
     */
    public List<String> verify(List<? extends Reportable> parts, Metric... metrics) {
        List<String> problems = new ArrayList<>();
        checkFiles(problems);
        try {
            EvidenceCheck check = new EvidenceCheck(scores(), problems);
            JsonNode report = Json.read(folder.resolve(REPORT));
            check.figures(report);
            parts.forEach(part -> check.section(part.section(), report));
            if (manifest().text("tune4j").equals(Version.text())) {
                check.documents(report, text(PAGE), text(MARKDOWN));
            }
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

    /** Null when the file is missing, which is said already. */
    private @Nullable String text(String name) {
        Path file = folder.resolve(name);
        return Files.isRegularFile(file) ? new String(bytes(file), StandardCharsets.UTF_8) : null;
    }

    /**
     * What the pack holds of each model.
     *
     * @return the scores with their answers: of the base and of the tuned model, or of the only one
     * @throws InvalidInputException if a file is missing or broken
     */
    public List<Scores> scores() {
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

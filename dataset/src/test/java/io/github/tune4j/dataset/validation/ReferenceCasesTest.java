package io.github.tune4j.dataset.validation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.tune4j.run.ReportSection.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** AWS's own validator, and what a robust one says where that one crashes. */
class ReferenceCasesTest {
    @TempDir
    Path folder;

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void judges_as_the_reference_does(String name, JsonNode given) throws Exception {
        boolean pair = given.path("role").asText().equals("pair");
        List<Path> files = new ArrayList<>();
        for (String role : List.of("training", "validation")) {
            JsonNode file = given.path("files").path(role);
            if (!file.isMissingNode()) {
                Path path = ValidatorCases.write(file, folder.resolve(role + ".jsonl"));
                assertThat(sha256(path)).isEqualTo(file.path("sha256").textValue());
                files.add(path);
            }
        }
        if (pair) {
            ValidationReport report = ValidatorCases.validator().validate(files.get(0), files.get(1));
            assertThat(verdict(given, report, "training")).isEqualTo("as expected");
            assertThat(verdict(given, report, "validation")).isEqualTo("as expected");
            boolean exceeded = report.issues().stream().anyMatch(i -> i.rule().equals("total_exceeded"));
            String overall = exceeded ? "total_exceeded" : report.valid() ? "pass" : "fail";
            assertThat(overall).isEqualTo(given.at("/expected/overall").textValue());
        } else if (given.path("role").asText().equals("training")) {
            assertThat(verdict(given, ValidatorCases.validator().validate(files.get(0)), "training"))
                    .isEqualTo("as expected");
        } else {
            Path training = Files.writeString(folder.resolve("other.jsonl"), "");
            assertThat(verdict(given, ValidatorCases.validator().validate(training, files.get(0)), "validation"))
                    .isEqualTo("as expected");
        }
    }

    static Stream<Arguments> cases() throws IOException {
        return ValidatorCases.all(ValidatorCases.GOLDEN).stream()
                .map(c -> Arguments.of(c.path("name").textValue(), c));
    }

    /** "as expected", or what differs. */
    private static String verdict(JsonNode given, ValidationReport report, String role) {
        JsonNode expected = given.path("expected").path(role);
        ValidationReport.CheckedFile file = report.files().stream()
                .filter(f -> f.role().equals(role))
                .findFirst()
                .orElseThrow();
        List<String> wanted = new ArrayList<>();
        expected.path("errors")
                .forEach(e -> wanted.add(error(
                        e.path("line").asLong(),
                        e.path("category").textValue(),
                        e.has("field") ? "/" + e.path("field").textValue().replace('.', '/') : "")));
        List<String> found = report.issues().stream()
                .filter(i -> i.severity() == Severity.ERROR && i.file().equals(file.file()))
                .map(i -> error(i.line(), i.rule(), i.pointer()))
                .toList();
        for (JsonNode also : given.path("also_ok")) {
            boolean sameVerdict =
                    (file.errors() == 0) == also.path("verdict").asText().equals("pass");
            boolean sameCategory = also.path("category").isNull()
                    || found.stream()
                            .anyMatch(f -> f.contains(also.path("category").asText()));
            if (sameVerdict && sameCategory) {
                return "as expected";
            }
        }
        if (file.lines() != expected.path("lines").asLong()) {
            return "lines " + file.lines();
        }
        if (file.errors() != expected.path("error_count").asLong()) {
            return "errors " + found;
        }
        List<String> cut = found.size() > 40 ? new ArrayList<>(found.subList(0, 39)) : new ArrayList<>(found);
        if (found.size() > 40) {
            cut.add(found.get(found.size() - 1));
        }
        return same(cut, wanted) ? "as expected" : found + " instead of " + wanted;
    }

    /** Lines and categories in order; places where the reference names one. */
    private static boolean same(List<String> found, List<String> wanted) {
        if (found.size() != wanted.size()) {
            return false;
        }
        for (int i = 0; i < found.size(); i++) {
            if (!found.get(i).startsWith(wanted.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static String error(long line, String category, String pointer) {
        return line + " " + category + " " + pointer;
    }

    private static String sha256(Path file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }
}

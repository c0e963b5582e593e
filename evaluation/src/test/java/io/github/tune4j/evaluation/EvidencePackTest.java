package io.github.tune4j.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.answer.Answer;
import io.github.tune4j.answer.AnswerSheet;
import io.github.tune4j.answer.Question;
import io.github.tune4j.chat.ChatReply;
import io.github.tune4j.evaluation.judge.Judge;
import io.github.tune4j.evaluation.judge.Rubric;
import io.github.tune4j.run.ReportSection;
import io.github.tune4j.run.Reportable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvidencePackTest {
    @TempDir
    Path folder;

    private static Report report() {
        Judge judge = Judge.builder(
                        request -> ChatReply.of(
                                request.messages().get(0).text().contains("better")
                                        ? "Rating: [[9]]"
                                        : "Rating: [[2]]"),
                        Rubric.CORRECTNESS)
                .build();
        return Report.builder(Evaluation.of(
                                judge,
                                Metric.of(
                                        "length", "1", a -> Verdict.of(a.text().length())))
                        .compare(Sheets.of("base", "a", "b", "c"), Sheets.of("tuned", "better", "better still", "no")))
                .add(profile(
                        List.of("base", "tuned"),
                        List.of(Sheets.of("base", "a", "b", "c"), Sheets.of("tuned", "better", "better still", "no"))))
                .add(() -> ReportSection.builder("Loss")
                        .addChart(new ReportSection.Chart(
                                "Loss",
                                "Epoch",
                                "Loss",
                                List.of(new ReportSection.Series(
                                        "training",
                                        ReportSection.Series.Weight.FAINT,
                                        new double[] {1, 2, 3},
                                        new double[] {3, Double.NaN, 0.1 + 0.2})),
                                List.of(new ReportSection.Mark("best", 2))))
                        .addNotice(ReportSection.Severity.WARNING, "Rising.", "")
                        .build())
                .evidence("prices.json", "{\"asOf\":\"2026-01-15\"}")
                .standIn("The judge is a stand-in.")
                .build();
    }

    /** A part that can be made again from the answers. */
    private static Reportable profile(List<String> names, List<AnswerSheet> sheets) {
        return () -> ReportSection.builder("Lengths")
                .addTable(
                        names,
                        List.of(sheets.stream()
                                .map(sheet -> String.valueOf(sheet.answers().size()))
                                .toList()))
                .build();
    }

    @Test
    void holds_what_every_number_rests_on() throws IOException {
        Path pack = folder.resolve("evidence");
        assertThat(EvidencePack.write(pack, report()).verify()).isEmpty();
        assertThat(pack.resolve("sources/correctness.verdicts.jsonl")).content().contains("Rating: [[2]]");
        assertThat(pack.resolve("sources/correctness.prompt.txt")).content().contains("=== task");
        assertThat(pack.resolve("sources/prices.json")).content().contains("2026-01-15");
        assertThat(pack.resolve("manifest.json"))
                .content()
                .contains("\"java\"", "tuned/answers.jsonl")
                .containsPattern("\"tune4j\" : \"[0-9]+[.][0-9]");
        assertThat(EvidencePack.open(pack)
                        .verify(
                                Judge.replay(pack.resolve("sources/correctness.verdicts.jsonl")),
                                Metric.of(
                                        "length", "1", a -> Verdict.of(a.text().length()))))
                .isEmpty();
        assertThat(EvidencePack.write(pack, report()).verify()).isEmpty();
    }

    @Test
    void a_pack_of_two_models_replaces_one_of_a_single_model() {
        Path pack = folder.resolve("evidence");
        Metric length = Metric.of("length", "1", a -> Verdict.of(a.text().length()));
        EvidencePack.write(
                pack,
                Report.builder(Evaluation.of(length).score(Sheets.of("base", "a")))
                        .build());
        assertThat(EvidencePack.write(pack, report()).verify()).isEmpty();
        assertThat(EvidencePack.open(pack).scores()).hasSize(2);
    }

    @Test
    void what_was_begun_and_not_finished_is_replaced() throws IOException {
        Path pack = folder.resolve("evidence");
        Path inTheWay = Files.createDirectories(pack.resolve("report.json"));
        assertThatThrownBy(() -> EvidencePack.write(pack, report())).hasMessageContaining("report.json");
        assertThat(EvidencePack.open(pack).verify()).contains("manifest.sha256 is missing");
        Files.delete(inTheWay);
        assertThat(EvidencePack.write(pack, report()).verify()).isEmpty();
    }

    @Test
    void answers_with_half_of_a_surrogate_pair_are_kept_as_they_are() {
        Report report = Report.builder(Evaluation.of(Metric.of(
                                "length", "1", a -> Verdict.of(a.text().length(), "reason \uD83D")))
                        .compare(Sheets.of("base", "\uD83D", "b"), Sheets.of("tuned", "\uDE00 c", "\uD83D\uDE00")))
                .build();
        EvidencePack pack = EvidencePack.write(folder.resolve("evidence"), report);
        assertThat(pack.verify()).isEmpty();
        assertThat(pack.scores().get(1).answers().answers())
                .extracting(Answer::text)
                .containsExactly("\uDE00 c", "\uD83D\uDE00");
    }

    @Test
    void names_the_file_in_which_one_byte_was_changed() throws IOException {
        Path pack = folder.resolve("evidence");
        EvidencePack.write(pack, report());
        List<Path> files;
        try (Stream<Path> walk = Files.walk(pack)) {
            files = walk.filter(Files::isRegularFile).toList();
        }
        assertThat(files).hasSize(12);
        for (Path file : files) {
            byte[] good = Files.readAllBytes(file);
            for (int at : new int[] {0, good.length / 2, good.length - 1}) {
                byte[] bad = good.clone();
                bad[at] ^= 1;
                Files.write(file, bad);
                assertThat(EvidencePack.open(pack).verify())
                        .as(file + " at " + at)
                        .anyMatch(problem -> problem.contains(file.getFileName().toString()));
            }
            Files.write(file, good);
        }
        assertThat(EvidencePack.open(pack).verify()).isEmpty();
    }

    @Test
    void names_a_number_that_does_not_follow_even_when_the_hashes_were_made_to_fit() throws IOException {
        Path pack = folder.resolve("evidence");
        EvidencePack.write(pack, report());
        forge(pack, "report.json", "\"base\" : 2.0", "\"base\" : 1.0");
        assertThat(EvidencePack.open(pack).verify())
                .containsExactly("report.json/metrics/correctness/base is 1.0, computed again 2.0");
        assertThat(EvidencePack.open(pack).verify(Metric.of("length", "1", a -> Verdict.of(1))))
                .contains("tuned, length, question q3 is 2.0, scored again 1.0");
        assertThat(EvidencePack.open(pack).verify(Metric.of("length", "2", a -> Verdict.of(1))))
                .contains("tuned, length was computed as length|v:1, not as length|v:2");
    }

    @Test
    void names_the_form_that_shows_something_else_although_every_hash_fits() throws IOException {
        Path pack = folder.resolve("evidence");
        EvidencePack.write(pack, report());
        forge(pack, "report.html", ">6.667", ">9.667");
        forge(pack, "report.md", "6.667", "9.667");
        assertThat(EvidencePack.open(pack).verify())
                .containsExactly(
                        "report.html does not show what the scores and report.json give",
                        "report.md does not show what the scores and report.json give");
    }

    @Test
    void names_a_part_that_does_not_follow_from_the_answers() throws IOException {
        Path pack = folder.resolve("evidence");
        EvidencePack.write(pack, report());
        List<AnswerSheet> answers =
                EvidencePack.open(pack).scores().stream().map(Scores::answers).toList();
        assertThat(EvidencePack.open(pack).verify(List.of(profile(List.of("base", "tuned"), answers))))
                .isEmpty();
        assertThat(EvidencePack.open(pack).verify(List.of(profile(List.of("base", "other"), answers))))
                .containsExactly("report.json, Lengths/blocks/0/header/1 is not what the scores give");
        assertThat(EvidencePack.open(pack).verify(List.of(() -> new ReportSection("Cost", List.of()))))
                .containsExactly("report.json has no section called Cost");
    }

    @Test
    void a_source_must_have_the_name_of_a_file() {
        for (String name : List.of("../prices.json", "", ".hidden", "a/b")) {
            assertThatThrownBy(() -> Report.builder(
                                    Evaluation.of(Sheets.CORRECTNESS).score(Sheets.of("tuned", 8)))
                            .evidence(name, "x")
                            .build())
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("evidence");
        }
    }

    /** Changes a file and makes all hashes fit. */
    private static void forge(Path pack, String name, String from, String to) throws IOException {
        Path file = pack.resolve(name);
        Path manifest = pack.resolve("manifest.json");
        String before = sha256(file);
        String text = Files.readString(file);
        assertThat(text).contains(from);
        Files.writeString(file, text.replace(from, to));
        Files.writeString(manifest, Files.readString(manifest).replace(before, sha256(file)));
        Files.writeString(pack.resolve("manifest.sha256"), sha256(manifest) + "  manifest.json\n");
    }

    private static String sha256(Path file) throws IOException {
        try {
            return java.util.HexFormat.of()
                    .formatHex(
                            java.security.MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void names_what_is_missing_or_was_added() throws IOException {
        Path pack = folder.resolve("evidence");
        EvidencePack.write(pack, report());
        Files.delete(pack.resolve("report.md"));
        Files.writeString(pack.resolve("base/more.txt"), "x", StandardCharsets.UTF_8);
        assertThat(EvidencePack.open(pack).verify()).containsExactly("report.md is missing", "base/more.txt was added");
        assertThatThrownBy(() -> EvidencePack.write(pack, report()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("base/more.txt");
        assertThatThrownBy(() -> EvidencePack.open(folder.resolve("nothing"))).hasMessageContaining("manifest.json");
    }

    @Test
    void a_manifest_cannot_reach_out_of_its_folder() throws IOException {
        Path pack = folder.resolve("evidence");
        EvidencePack.write(pack, report());
        Path manifest = pack.resolve("manifest.json");
        Files.writeString(manifest, Files.readString(manifest).replace("report.md", "../secret.txt"));
        Files.writeString(folder.resolve("secret.txt"), "x");
        assertThat(EvidencePack.open(pack).verify()).anyMatch(problem -> problem.contains("outside of its folder"));
        assertThatThrownBy(() -> EvidencePack.write(pack, report())).hasMessageContaining("outside of its folder");
        assertThat(folder.resolve("secret.txt")).exists();
    }

    @Test
    void one_model_alone_has_evidence_too() {
        Report report = Report.builder(Evaluation.of(Sheets.CORRECTNESS).score(Sheets.of("tuned", 8, "none")))
                .build();
        assertThat(EvidencePack.write(folder.resolve("one"), report).verify(Sheets.CORRECTNESS))
                .isEmpty();
        Answer answer = report.sheets().get(0).answers().answers().get(0);
        assertThat(answer.question()).isEqualTo(new Question("q1", "What is q1?", "the reference of q1"));
    }
}

package io.github.tune4j.dataset.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.tune4j.dataset.Dataset;
import io.github.tune4j.dataset.quality.Finding.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Three sets with 228 planted truths: every one is found, and nothing that only looks like one. */
class PlantedRelationsTest {
    private static final Path SET = Golden.FOLDER.resolve("set-a");
    private static final List<JsonNode> TRUTH = Golden.lines(SET.resolve("truth.jsonl"));
    private static QualityReport report;

    @BeforeAll
    static void examine() {
        report = DatasetDoctor.builder(Dataset.open(SET.resolve("training.jsonl")))
                .validation(Dataset.open(SET.resolve("validation.jsonl")))
                .evaluation(Dataset.open(SET.resolve("evaluation.jsonl")))
                .showValues()
                .examine();
    }

    @Test
    void every_planted_relation_is_found_on_its_side_and_level_and_nothing_else_is() {
        Map<String, String> planted = new HashMap<>();
        Set<String> eitherWay = new HashSet<>();
        List<String> wrong = new ArrayList<>();
        for (JsonNode truth : TRUTH) {
            if (truth.path("scored").booleanValue()
                    && List.of("duplicate", "leak", "contradiction").contains(kind(truth))) {
                planted.put(pair(truth) + " " + side(truth), kind(truth));
            } else if (truth.has("left")) {
                eitherWay.add(truth.path("scored").booleanValue() ? "" : pair(truth));
            }
        }
        Map<String, String> found = new HashMap<>();
        report.findings().stream()
                .filter(f -> f.kind().relation())
                .forEach(f -> found.put(
                        f.places().get(0) + " " + f.places().get(1) + " "
                                + f.side().name().toLowerCase(Locale.ROOT),
                        f.kind().id()));
        planted.forEach((where, kind) -> {
            if (!kind.equals(found.get(where))) {
                wrong.add("missed " + kind + " " + where + ", found " + found.get(where));
            }
        });
        found.forEach((where, kind) -> {
            boolean unscored = eitherWay.contains(where.substring(0, where.lastIndexOf(' ')));
            if (!planted.containsKey(where) && !unscored) {
                wrong.add("invented " + kind + " " + where);
            }
        });
        assertThat(wrong).isEmpty();
        assertThat(planted).hasSize(121);
    }

    @Test
    void the_level_says_how_alike_they_are() {
        for (JsonNode truth : TRUTH) {
            if (List.of("duplicate", "leak").contains(kind(truth))) {
                Finding finding = report.findings().stream()
                        .filter(f -> f.places().equals(places(truth))
                                && f.side().name().equalsIgnoreCase(side(truth)))
                        .findFirst()
                        .orElseThrow();
                assertThat(finding.alike().orElseThrow().level().name())
                        .isEqualToIgnoringCase(truth.path("level").textValue());
                assertThat(finding.alike().orElseThrow().jaccard())
                        .isCloseTo(truth.path("char5").doubleValue(), within(1e-4));
            }
        }
    }

    @Test
    void empty_refusing_and_truncated_answers_are_found_and_sound_ones_left_alone() {
        Map<String, Set<String>> expected = new HashMap<>();
        Set<String> sound = new HashSet<>();
        for (JsonNode truth : TRUTH) {
            if (List.of("empty_answer", "refusal", "truncated_answer").contains(kind(truth))) {
                expected.computeIfAbsent(kind(truth), k -> new HashSet<>()).add(at(truth));
            } else if (kind(truth).equals("sound_answer")) {
                sound.add(at(truth));
            }
        }
        assertThat(places(Kind.EMPTY)).isEqualTo(expected.get("empty_answer"));
        assertThat(places(Kind.REFUSAL)).isEqualTo(expected.get("refusal"));
        Set<String> truncated = places(Kind.TRUNCATED);
        assertThat(truncated).containsAll(expected.get("truncated_answer"));
        truncated.removeAll(expected.get("truncated_answer"));
        // An answer whose final mark was taken away, to make a duplicate that differs in punctuation, looks the same.
        TRUTH.stream()
                .filter(t -> t.path("edit").asText().contains("answer: no_final_mark"))
                .forEach(t -> truncated.removeAll(places(t)));
        assertThat(truncated).isEmpty();
        assertThat(sound).hasSize(20).doesNotContainAnyElementsOf(places(Kind.TRUNCATED));
    }

    @Test
    void personal_data_and_secrets_are_found_and_numbers_that_are_none_left_alone() {
        Set<String> expected = new HashSet<>();
        TRUTH.stream()
                .filter(t -> kind(t).equals("pii"))
                .forEach(t -> expected.add(at(t) + " " + side(t) + " "
                        + t.path("type").textValue() + " " + t.path("value").textValue()));
        Set<String> found = new HashSet<>();
        report.findings().stream()
                .filter(f -> f.kind().id().equals("pii"))
                .forEach(f -> found.add(f.places().get(0) + " "
                        + f.side().name().toLowerCase(Locale.ROOT) + " " + f.type() + " " + f.value()));
        assertThat(found).isEqualTo(expected);
    }

    @Test
    void answers_in_another_language_are_found_and_the_languages_counted() {
        Set<String> expected = new HashSet<>();
        TRUTH.stream().filter(t -> kind(t).equals("language_mismatch")).forEach(t -> expected.add(at(t)));
        assertThat(places(Kind.LANGUAGE)).isEqualTo(expected);
        Map<String, Long> training = report.files().get(0).languages();
        assertThat(training).containsEntry("ja", 101L);
        // Questions without a small word, such as a title, are of no language that can be told.
        assertThat(training.get("en") + training.getOrDefault(Language.UNDETERMINED, 0L))
                .isEqualTo(221);
    }

    private static Set<String> places(Kind kind) {
        Set<String> places = new HashSet<>();
        report.findings(kind).forEach(f -> places.addAll(f.places()));
        return places;
    }

    private static String kind(JsonNode truth) {
        return truth.path("kind").textValue();
    }

    private static String side(JsonNode truth) {
        return truth.path("side").textValue();
    }

    private static String at(JsonNode truth) {
        return truth.path("at").textValue();
    }

    private static String pair(JsonNode truth) {
        return truth.path("left").textValue() + " " + truth.path("right").textValue();
    }

    private static List<String> places(JsonNode truth) {
        return List.of(truth.path("left").textValue(), truth.path("right").textValue());
    }
}

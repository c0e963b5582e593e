package io.github.tune4j.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.tune4j.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ShinglesTest {
    static List<JsonNode> pairs() throws IOException {
        return Files.readAllLines(Path.of("src/test/resources/golden/doctor/pairs.jsonl")).stream()
                .map(line -> Json.parse(line, "pairs.jsonl"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void agrees_with_the_reference_on_form_and_similarity(JsonNode pair) {
        String left = NormalForm.of(pair.path("left").textValue());
        String right = NormalForm.of(pair.path("right").textValue());
        assertThat(left).isEqualTo(pair.path("normal_left").textValue());
        assertThat(right).isEqualTo(pair.path("normal_right").textValue());
        assertThat(NormalForm.key(left).equals(NormalForm.key(right)))
                .isEqualTo(pair.path("normalised_equal").booleanValue());
        assertThat(Shingles.of(left).jaccard(Shingles.of(right)))
                .isCloseTo(pair.path("char5").doubleValue(), within(1e-9));
    }

    @Test
    void similarity_is_that_of_the_sets_of_runs() {
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 3_000; i++) {
            String left = RandomTexts.text(random, random.nextInt(80));
            String right = RandomTexts.changed(random, left, random.nextInt(12));
            Shingles own = Shingles.of(left);
            Shingles other = Shingles.of(right);
            assertThat(own.jaccard(other)).isEqualTo(other.jaccard(own)).isBetween(0.0, 1.0);
            assertThat(own.jaccard(own)).isEqualTo(1);
            assertThat(own.jaccard(other)).isCloseTo(jaccard(runs(left), runs(right)), within(1e-12));
            assertThat(own.size()).isEqualTo(runs(left).size());
        }
    }

    @Test
    void a_fingerprint_estimates_the_similarity() {
        SplittableRandom random = new SplittableRandom(4);
        double squares = 0;
        int pairs = 500;
        for (int i = 0; i < pairs; i++) {
            String left = RandomTexts.text(random, 150 + random.nextInt(400));
            String right = RandomTexts.changed(random, left, random.nextInt(40));
            double exact = Shingles.of(left).jaccard(Shingles.of(right));
            double estimate = Fingerprint.of(left).likeness(Fingerprint.of(right));
            squares += (estimate - exact) * (estimate - exact);
        }
        assertThat(Math.sqrt(squares / pairs)).isLessThan(0.045);
    }

    @Test
    void the_fingerprint_of_two_texts_together_is_that_of_the_joined_text() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 2_000; i++) {
            String left = "x" + NormalForm.of(RandomTexts.text(random, random.nextInt(14)));
            String right = NormalForm.of(RandomTexts.text(random, random.nextInt(14))) + "y";
            Fingerprint whole = Fingerprint.of(NormalForm.joined(left, right));
            Fingerprint joined = Fingerprint.joined(left, Fingerprint.of(left), right, Fingerprint.of(right));
            assertThat(joined.likeness(whole)).isEqualTo(1);
            assertThat(joined.key()).isEqualTo(whole.key());
        }
    }

    @Test
    void the_index_names_every_text_that_is_alike_and_few_others() {
        SplittableRandom random = new SplittableRandom(6);
        LikenessIndex index = new LikenessIndex(0.7);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            String text = i % 3 > 0
                    ? RandomTexts.changed(random, texts.get(random.nextInt(texts.size())), random.nextInt(6))
                    : RandomTexts.text(random, 20 + random.nextInt(200));
            texts.add(NormalForm.of(text));
        }
        List<Shingles> shingles = texts.stream().map(Shingles::of).toList();
        List<Fingerprint> fingerprints = texts.stream().map(Fingerprint::of).toList();
        int alike = 0;
        int missed = 0;
        int named = 0;
        for (int i = 0; i < texts.size(); i++) {
            Set<Integer> candidates = new HashSet<>();
            for (int candidate : index.candidates(fingerprints.get(i))) {
                candidates.add(candidate);
            }
            named += candidates.size();
            for (int j = 0; j < i; j++) {
                if (shingles.get(i).jaccard(shingles.get(j)) >= 0.7) {
                    alike++;
                    missed += candidates.contains(j) || candidates.size() == LikenessIndex.MOST_NAMED ? 0 : 1;
                }
            }
            assertThat(index.add(fingerprints.get(i))).isEqualTo(i);
        }
        assertThat(alike).isGreaterThan(1_000);
        assertThat(missed).isLessThanOrEqualTo(1);
        assertThat(named).isLessThan(5 * alike);
    }

    @Test
    void the_index_names_texts_that_differ_only_in_spaces_and_punctuation() {
        LikenessIndex index = new LikenessIndex(0.7);
        index.add(Fingerprint.of(NormalForm.of("10 km")));
        index.add(Fingerprint.of(NormalForm.of("something else")));
        assertThat(index.candidates(Fingerprint.of(NormalForm.of("１０ｋｍ")))).containsExactly(0);
        assertThat(index.size()).isEqualTo(2);
    }

    @Test
    void a_thousand_equal_texts_do_not_give_all_pairs() {
        LikenessIndex index = new LikenessIndex(0.7);
        Fingerprint same = Fingerprint.of("the same answer again and again");
        for (int i = 0; i < 1_000; i++) {
            assertThat(index.candidates(same)).hasSize(Math.min(i, LikenessIndex.MOST_NAMED));
            index.add(same);
        }
    }

    private static Set<String> runs(String text) {
        int[] points = text.codePoints().toArray();
        Set<String> runs = new HashSet<>();
        for (int i = 0; i < Math.max(1, points.length - 4) && points.length > 0; i++) {
            runs.add(new String(points, i, Math.min(5, points.length - i)));
        }
        return runs;
    }

    private static double jaccard(Set<String> left, Set<String> right) {
        long both = left.stream().filter(right::contains).count();
        long either = left.size() + right.size() - both;
        return either == 0 ? 1 : (double) both / either;
    }
}

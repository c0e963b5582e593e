package io.github.tune4j.dataset.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.tune4j.InvalidInputException;
import io.github.tune4j.answer.Question;
import io.github.tune4j.dataset.Dataset;
import io.github.tune4j.dataset.quality.Finding.Kind;
import io.github.tune4j.dataset.quality.Finding.Level;
import io.github.tune4j.dataset.quality.QualityReport.Verdict;
import io.github.tune4j.json.Json;
import io.github.tune4j.run.Progress;
import io.github.tune4j.run.ReportSection;
import io.github.tune4j.text.LikenessIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetDoctorTest {
    private static final String[] SUBJECTS = {"bridges", "rivers", "castles", "markets", "orchards", "railways", "wells"
    };

    @TempDir
    Path folder;

    private int files;

    @Test
    void finds_nothing_in_sound_data() throws IOException {
        List<String[]> pairs = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            pairs.add(pair(i));
        }
        QualityReport report =
                DatasetDoctor.builder(dataset(pairs)).topics(List.of("wells")).examine();
        assertThat(report.findings()).isEmpty();
        assertThat(report.verdict()).isEqualTo(Verdict.FIT);
        assertThat(report.coverage()).containsExactly(new TopicCoverage("wells", 5, 5, 5, 0, false));
        assertThat(report)
                .hasToString(report.files().get(0).file() + " (training): 40 records, languages en 40\n"
                        + "Topic wells: 5 pairs, 5 mentions, 5 questions\nFit: nothing was found.");
        assertThat(report.orThrow(QualityPolicy.standard())).isSameAs(report);
    }

    @Test
    void looks_into_any_one_of_the_sets() throws IOException {
        Dataset data = dataset(pairs(new String[] {"Who?", "bo@example.com"}));
        assertThat(DatasetDoctor.builder()
                        .validation(data)
                        .examine()
                        .findings(Kind.PERSONAL_DATA)
                        .get(0)
                        .places())
                .containsExactly("validation:1");
        assertThat(DatasetDoctor.builder()
                        .evaluation(data)
                        .examine()
                        .files()
                        .get(0)
                        .role())
                .isEqualTo("evaluation");
        assertThat(DatasetDoctor.builder()
                        .questions(List.of(new Question("a", "What is AWS Lambda?", null)))
                        .examine()
                        .findings(Kind.EMPTY))
                .isEmpty();
        assertThatThrownBy(() ->
                        DatasetDoctor.builder().nearFrom(2).maxFindingsKept(0).examine())
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("are all missing")
                .hasMessageContaining("nearFrom must be between 0.5 and 1 (was 2.0)")
                .hasMessageContaining("maxFindingsKept must be greater than 0 (was 0)");
    }

    @Test
    void an_answer_that_differs_in_a_number_only_contradicts_and_is_no_duplicate() throws IOException {
        Dataset data = dataset(pairs(
                new String[] {"How long are logs kept?", "The logs are kept for 30 days and then deleted for good."},
                new String[] {"how long are logs kept", "The logs are kept for 90 days and then deleted for good."},
                new String[] {"How long are logs kept?", "The logs are kept for 30 days and then deleted for good!"}));
        QualityReport report = DatasetDoctor.builder(data).examine();
        assertThat(report.findings(Kind.INCONSISTENT))
                .extracting(Finding::places)
                .containsExactly(List.of("training:1", "training:2"), List.of("training:2", "training:3"));
        assertThat(report.findings(Kind.DUPLICATE)).singleElement().satisfies(f -> {
            assertThat(f.places()).containsExactly("training:1", "training:3");
            assertThat(f.alike().orElseThrow().level()).isEqualTo(Level.NORMALISED);
        });
    }

    @Test
    void short_answers_that_stand_in_two_sets_are_no_leak() throws IOException {
        Dataset training = dataset(pairs(new String[] {"Is water wet?", "Yes."}));
        Dataset validation = dataset(pairs(new String[] {"May a well be deep?", "Yes."}));
        assertThat(DatasetDoctor.builder(training)
                        .validation(validation)
                        .examine()
                        .count(Kind.LEAK))
                .isZero();
    }

    @Test
    void values_are_masked_unless_asked_for_and_never_in_a_message() throws IOException {
        String secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
        Dataset data =
                dataset(pairs(new String[] {"Which key, ana@example.com?", "The secret key is " + secret + "."}));
        QualityReport masked = DatasetDoctor.builder(data).examine();
        assertThat(masked.toJson() + masked + masked.section())
                .doesNotContain(secret)
                .doesNotContain("ana@");
        assertThat(masked.verdict()).isEqualTo(Verdict.UNFIT);
        QualityReport shown = DatasetDoctor.builder(data).showValues().examine();
        assertThat(shown.findings(Kind.SECRET)).extracting(Finding::value).containsExactly(secret);
        assertThat(shown.findings(Kind.PERSONAL_DATA))
                .extracting(Finding::value)
                .containsExactly("ana@example.com");
        assertThat(shown + "" + shown.section()).doesNotContain(secret).doesNotContain("ana@");
    }

    @Test
    void a_system_prompt_is_searched_once_for_as_long_as_it_stays_the_same() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 3; i++) {
            lines.append("{\"system\": \"Ask ana@example.com\", \"messages\": [{\"role\": \"user\", \"content\": \"")
                    .append(pair(i)[0])
                    .append("\"}, {\"role\": \"assistant\", \"content\": \"")
                    .append(pair(i)[1])
                    .append("\"}]}\n");
        }
        Path file = Files.writeString(folder.resolve("system.jsonl"), lines);
        assertThat(DatasetDoctor.builder(Dataset.open(file)).examine().findings(Kind.PERSONAL_DATA))
                .singleElement()
                .satisfies(f -> assertThat(f.side()).isEqualTo(Finding.Side.SYSTEM));
    }

    @Test
    void a_style_without_full_stops_or_with_short_answers_is_no_finding() throws IOException {
        List<String[]> labels = new ArrayList<>();
        List<String[]> plain = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            labels.add(new String[] {pair(i)[0], i % 2 == 0 ? "spam" : "ham"});
            plain.add(new String[] {pair(i)[0], pair(i)[1].replace(".", "")});
        }
        assertThat(DatasetDoctor.builder(dataset(labels))
                        .topics(List.of())
                        .examine()
                        .findings())
                .isEmpty();
        assertThat(DatasetDoctor.builder(dataset(plain))
                        .topics(List.of())
                        .examine()
                        .findings())
                .isEmpty();
        labels.clear();
        for (int i = 0; i < 40; i++) {
            labels.add(new String[] {pair(i)[0], i == 7 ? "spam" : i == 9 ? plain.get(9)[1] : pair(i)[1]});
        }
        QualityReport report =
                DatasetDoctor.builder(dataset(labels)).topics(List.of()).examine();
        assertThat(report.findings(Kind.SHORT))
                .singleElement()
                .satisfies(f -> assertThat(f.places()).containsExactly("training:8"));
        assertThat(report.findings(Kind.TRUNCATED))
                .singleElement()
                .satisfies(f -> assertThat(f.places()).containsExactly("training:10"));
    }

    @Test
    void a_length_that_stands_out_is_found() throws IOException {
        List<String[]> pairs = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            pairs.add(
                    i == 5
                            ? new String[] {pair(i)[0], String.join(" ", java.util.Collections.nCopies(30, pair(i)[1]))}
                            : pair(i));
        }
        assertThat(DatasetDoctor.builder(dataset(pairs))
                        .topics(List.of())
                        .examine()
                        .findings())
                .singleElement()
                .satisfies(f -> {
                    assertThat(f.kind()).isEqualTo(Kind.OUTLIER);
                    assertThat(f.places()).containsExactly("training:6");
                });
    }

    @Test
    void finds_the_topics_of_the_questions_by_itself() throws IOException {
        Dataset data = dataset(pairs(
                new String[] {
                    "What does Amazon Bedrock cost?", "It depends on the model that is used and on the region."
                },
                new String[] {"When is Bedrock worth its price?", "When models are to be had behind one interface."},
                new String[] {"ナレッジベースとは何ですか。", "文書を検索して答えに使う仕組みです。"}));
        assertThat(DatasetDoctor.builder(data)
                        .questions(List.of(
                                new Question("1", "What are Agents for Amazon Bedrock?", null),
                                new Question("2", "How does a Guardrail for Bedrock work?", null),
                                new Question("3", "ナレッジベースはいつ使いますか。", null)))
                        .examine()
                        .coverage())
                .containsExactly(
                        new TopicCoverage("Amazon Bedrock", 2, 2, 2, 2, true),
                        new TopicCoverage("Agents", 0, 0, 0, 1, true),
                        new TopicCoverage("Guardrail", 0, 0, 0, 1, true),
                        new TopicCoverage("ナレッジベース", 1, 1, 1, 1, true));
        assertThat(DatasetDoctor.builder(data).examine().coverage())
                .extracting(TopicCoverage::topic)
                .containsExactly("Amazon Bedrock");
    }

    @Test
    void many_equal_records_are_bounded_in_memory_and_counted() throws IOException {
        List<String[]> pairs = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            pairs.add(pair(1));
        }
        QualityReport report = DatasetDoctor.builder(dataset(pairs))
                .topics(List.of())
                .maxFindingsKept(7)
                .examine();
        assertThat(report.findings(Kind.DUPLICATE)).hasSize(7);
        assertThat(report.count(Kind.DUPLICATE))
                .isGreaterThan(300)
                .isLessThanOrEqualTo(300L * 2 * LikenessIndex.MOST_NAMED);
        assertThat(report.toString()).contains("more of kind DUPLICATE");
    }

    @Test
    void the_report_is_a_section_and_one_json_object() throws IOException {
        Dataset training = dataset(pairs(pair(1), pair(2), new String[] {"What is missing?", " "}));
        Dataset validation = dataset(pairs(pair(2)));
        List<Progress> heard = new CopyOnWriteArrayList<>();
        QualityReport report = DatasetDoctor.builder(training)
                .validation(validation)
                .topics(List.of("Rivers"))
                .progress(heard::add)
                .examine();
        assertThat(heard.get(heard.size() - 1).done()).isEqualTo(4);
        Path file = folder.resolve("quality.json");
        report.writeJson(file);
        JsonNode json = Json.read(file);
        assertThat(json.path("verdict").textValue()).isEqualTo("unfit");
        assertThat(json.at("/relations/0/kind").textValue()).isEqualTo("leak");
        assertThat(json.at("/relations/0/left").textValue()).isEqualTo("training:2");
        assertThat(json.at("/relations/0/right").textValue()).isEqualTo("validation:1");
        assertThat(json.at("/relations/0/side").textValue()).isEqualTo("question");
        assertThat(json.at("/relations/0/level").textValue()).isEqualTo("exact");
        assertThat(json.at("/relations/0/jaccard").doubleValue()).isEqualTo(1);
        assertThat(json.at("/findings/0/kind").textValue()).isEqualTo("empty_answer");
        assertThat(json.at("/findings/0/at").textValue()).isEqualTo("training:3");
        assertThat(json.at("/findings/0/severity").textValue()).isEqualTo("error");
        assertThat(json.at("/topics/0/name").textValue()).isEqualTo("Rivers");
        assertThat(json.at("/topics/0/thin").booleanValue()).isTrue();
        ReportSection section = report.section();
        assertThat(section.title()).isEqualTo("Quality of the data");
        assertThat(section.blocks())
                .filteredOn(ReportSection.Notice.class::isInstance)
                .hasSize(4);
    }

    @Test
    void a_policy_says_what_is_too_much() throws IOException {
        QualityReport report = DatasetDoctor.builder(
                        dataset(pairs(pair(1), pair(2), pair(1), new String[] {"Who?", ""})))
                .topics(List.of())
                .examine();
        assertThatThrownBy(() -> report.orThrow(QualityPolicy.standard()))
                .isInstanceOf(UnfitDatasetException.class)
                .hasMessageContaining(
                        "1 of kind EMPTY where 0 are allowed, the first: The answer holds nothing (training:4)")
                .satisfies(e -> assertThat(((UnfitDatasetException) e).report()).isSameAs(report));
        QualityPolicy own = QualityPolicy.builder()
                .allow(Kind.EMPTY)
                .atMost(1, Kind.DUPLICATE)
                .build();
        assertThat(report.orThrow(own)).isSameAs(report);
        assertThatThrownBy(() -> report.orThrow(QualityPolicy.builder()
                        .allow(Kind.EMPTY)
                        .forbid(Kind.DUPLICATE)
                        .build()))
                .satisfies(e ->
                        assertThat(((UnfitDatasetException) e).violations()).hasSize(1));
        assertThatThrownBy(() -> QualityPolicy.builder().atMost(-1, Kind.LEAK))
                .isInstanceOf(InvalidInputException.class);
    }

    @Test
    void says_which_record_is_broken() throws IOException {
        Path file = Files.writeString(folder.resolve("broken.jsonl"), """
                {"messages": [{"role": "user", "content": "q"}, {"role": "assistant", "content": "a"}]}
                {"messages": [{"role": "user"}]}
                """);
        assertThatThrownBy(() -> DatasetDoctor.builder(Dataset.open(file)).examine())
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("broken.jsonl, record 2");
    }

    private static String[] pair(int i) {
        SplittableRandom random = new SplittableRandom(i);
        String subject = SUBJECTS[i % SUBJECTS.length];
        return new String[] {
            "What do the people of " + word(random) + " and " + word(random) + " say about " + subject + "?",
            "They say that " + word(random) + " is what matters, and that the " + word(random) + " " + word(random)
                    + " knew it by heart."
        };
    }

    private static String word(SplittableRandom random) {
        return random.ints(9, 'a', 'z' + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static List<String[]> pairs(String[]... pairs) {
        return List.of(pairs);
    }

    private Dataset dataset(List<String[]> pairs) throws IOException {
        var array = Json.array();
        pairs.forEach(p -> array.addObject().put("question", p[0]).put("answer", p[1]));
        return Dataset.open(Files.writeString(folder.resolve("data" + files++ + ".json"), Json.indented(array)));
    }
}

package io.github.tune4j.dataset.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.tune4j.answer.Question;
import io.github.tune4j.dataset.Dataset;
import io.github.tune4j.dataset.quality.Finding.Kind;
import io.github.tune4j.dataset.quality.Finding.Level;
import io.github.tune4j.dataset.quality.Finding.Side;
import io.github.tune4j.testing.SharedData;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the article found out only after it had paid for a model. */
class ArticleDataTest {
    private static QualityReport examined() {
        return DatasetDoctor.builder(data("training"))
                .validation(data("validation"))
                .questions(Question.read(SharedData.article("eval/label.json")))
                .examine();
    }

    private static Dataset data(String role) {
        return Dataset.open(
                role.equals("evaluation")
                        ? SharedData.article("eval/label.json")
                        : SharedData.article("preprocessed/claude3_ft_" + role + ".jsonl"));
    }

    @Test
    void agents_are_thin_in_the_training_data_though_the_evaluation_asks_about_them() {
        QualityReport report = examined();
        assertThat(report.thinTopics()).containsExactly("Agents");
        assertThat(report.coverage())
                .extracting(TopicCoverage::topic)
                .containsExactly("Amazon Bedrock", "Knowledge Bases", "Agents", "Guardrails");
        assertThat(report.coverage()).contains(new TopicCoverage("Agents", 4, 5, 1, 1, true));
        assertThat(report.coverage()).contains(new TopicCoverage("Amazon Bedrock", 81, 168, 77, 4, false));
        assertThat(report.findings(Kind.THIN_TOPIC).get(0).problem())
                .isEqualTo(
                        "The data says little about \"Agents\": 4 pairs with 5 mentions, 1 question, and 1 evaluation"
                                + " question asks about it.");
    }

    @Test
    void an_evaluation_question_stands_in_the_validation_data_word_for_word() {
        assertThat(examined().findings(Kind.LEAK))
                .filteredOn(f -> f.places().equals(List.of("validation:2", "evaluation:1")))
                .singleElement()
                .satisfies(f -> {
                    assertThat(f.side()).isEqualTo(Side.QUESTION);
                    assertThat(f.alike().orElseThrow().level()).isEqualTo(Level.EXACT);
                });
    }

    @Test
    void a_validation_answer_is_nearly_a_training_answer() {
        assertThat(examined().findings(Kind.LEAK))
                .filteredOn(f -> f.side() == Side.ANSWER)
                .singleElement()
                .satisfies(f -> {
                    assertThat(f.places()).containsExactly("training:1", "validation:1");
                    assertThat(f.alike().orElseThrow().jaccard()).isCloseTo(0.91498, within(1e-6));
                });
    }

    @Test
    void every_pair_of_the_reference_table_from_the_threshold_on_is_found() {
        QualityReport report = DatasetDoctor.builder(data("training"))
                .validation(data("validation"))
                .evaluation(data("evaluation"))
                .nearFrom(0.5)
                .examine();
        for (JsonNode pair : Golden.lines(SharedData.golden("doctor/article.jsonl"))) {
            boolean leak = pair.path("kind").textValue().equals("leak");
            if (leak && pair.path("char5").doubleValue() >= 0.5) {
                assertThat(report.findings(Kind.LEAK))
                        .filteredOn(f -> f.places()
                                        .equals(List.of(
                                                pair.path("left").textValue(),
                                                pair.path("right").textValue()))
                                && f.side()
                                        .name()
                                        .equalsIgnoreCase(pair.path("side").textValue()))
                        .singleElement()
                        .satisfies(f -> assertThat(f.alike().orElseThrow().jaccard())
                                .isCloseTo(pair.path("char5").doubleValue(), within(1e-6)));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"training", "validation", "evaluation"})
    void topics_are_counted_as_in_the_reference_table(String role) {
        Path table = SharedData.golden("doctor/article_topics.jsonl");
        for (JsonNode row : Golden.lines(table)) {
            if (row.path("file").textValue().equals(role)) {
                int flags = row.path("ignore_case").booleanValue() ? Pattern.CASE_INSENSITIVE : 0;
                Pattern pattern = Pattern.compile(row.path("pattern").textValue(), flags);
                String name = row.path("topic").textValue();
                DatasetDoctor.Builder doctor = DatasetDoctor.builder(data(role)).addTopic(name, pattern);
                if (row.path("rule").textValue().equals("word")) {
                    doctor.topics(List.of(name));
                }
                TopicCoverage coverage = doctor.examine().coverage().get(0);
                assertThat(List.of(coverage.pairs(), coverage.mentions(), coverage.questions()))
                        .as(row.toString())
                        .containsExactly(
                                row.path("either_pairs").longValue(),
                                row.path("either_mentions").longValue(),
                                row.path("question_pairs").longValue());
            }
        }
    }
}

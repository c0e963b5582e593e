package io.github.tune4j.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.testing.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetSplitterTest {
    @TempDir
    Path folder;

    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";

    /** A text of random words, alike to no other. */
    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            text.append(i % 6 == 5 ? ' ' : LETTERS.charAt(random.nextInt(26)));
        }
        return text.toString();
    }

    private static String record(String question, String answer, String more) {
        return "{\"question\": \"" + question + "\", \"answer\": \"" + answer + "\"" + more + "}";
    }

    private Dataset of(List<String> records) throws IOException {
        return Dataset.open(Files.write(folder.resolve("all.jsonl"), records));
    }

    private static List<String> lines(Dataset part) throws IOException {
        return Files.readAllLines(part.file());
    }

    private static List<String> different(int count, String more) {
        Random random = new Random(count);
        List<String> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            records.add(record(text(random), text(random), more));
        }
        return records;
    }

    @Test
    void parts_have_the_asked_numbers_and_together_are_the_source() throws IOException {
        List<String> all = different(200, "");
        DatasetSplitter.Split split =
                DatasetSplitter.builder(1).validation(30).test(20).build().split(of(all), folder.resolve("parts"));
        assertThat(split.training().records()).isEqualTo(150);
        assertThat(split.validation().records()).isEqualTo(30);
        assertThat(split.test()).isNotNull();
        List<String> together = new ArrayList<>(lines(split.training()));
        together.addAll(lines(split.validation()));
        together.addAll(lines(split.test()));
        assertThat(together).containsExactlyInAnyOrderElementsOf(all);
        assertThat(lines(split.training())).isSubsetOf(all).satisfies(kept -> {
            List<String> inOrder = new ArrayList<>(all);
            inOrder.retainAll(new HashSet<>(kept));
            assertThat(kept).isEqualTo(inOrder);
        });
        assertThat(split.validation()).isEqualTo(Dataset.open(split.validation().file()));
    }

    @Test
    void the_seed_decides_and_nothing_else() throws IOException {
        Dataset all = of(different(100, ""));
        DatasetSplitter first =
                DatasetSplitter.builder(7).validationFraction(0.25).build();
        List<String> once = lines(first.split(all, folder.resolve("a")).validation());
        assertThat(once).hasSize(25);
        assertThat(lines(first.split(all, folder.resolve("b")).validation())).isEqualTo(once);
        DatasetSplitter other =
                DatasetSplitter.builder(8).validationFraction(0.25).build();
        assertThat(lines(other.split(all, folder.resolve("c")).validation())).isNotEqualTo(once);
        assertThat(DatasetSplitter.builder(7)
                        .build()
                        .split(all, folder.resolve("d"))
                        .validation()
                        .records())
                .isEqualTo(10);
    }

    @Test
    void each_kind_gets_its_share() throws IOException {
        List<String> all = different(60, ", \"meta\": {\"kind\": \"rare\"}");
        all.addAll(different(139, ", \"meta\": {\"kind\": \"common\"}"));
        all.addAll(different(1, ""));
        DatasetSplitter.Split split = DatasetSplitter.builder(3)
                .validation(20)
                .stratifyBy("meta.kind")
                .build()
                .split(of(all), folder.resolve("parts"));
        assertThat(lines(split.validation())).hasSize(20);
        assertThat(lines(split.validation()).stream().filter(r -> r.contains("rare")))
                .hasSize(6);
    }

    @Test
    void each_topic_gets_its_share() throws IOException {
        Random random = new Random(5);
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            String subject = i < 20 ? "What is an agent " : i < 70 ? "How does a guardrail " : "Why ";
            all.add(record(subject + text(random), text(random), ""));
        }
        List<String> aside = lines(DatasetSplitter.builder(3)
                .validation(10)
                .stratifyByTopic(List.of("Agents", "Guardrails"))
                .build()
                .split(of(all), folder.resolve("parts"))
                .validation());
        assertThat(aside.stream().filter(r -> r.contains("agent"))).hasSize(2);
        assertThat(aside.stream().filter(r -> r.contains("guardrail"))).hasSize(5);
    }

    @Test
    void records_that_are_nearly_the_same_stay_on_one_side() throws IOException {
        Random random = new Random(11);
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            String question = text(random) + text(random);
            String answer = text(random) + text(random);
            all.add(record("G" + i + " " + question, answer, ""));
            all.add(record("g" + i + " " + question.toUpperCase() + "!", text(random), "")); // same question
            all.add(record("G" + i + " " + text(random), answer.replaceFirst("\\w+", "other"), "")); // near answer
        }
        for (int seed = 0; seed < 5; seed++) {
            DatasetSplitter.Split split = DatasetSplitter.builder(seed)
                    .validation(45)
                    .test(30)
                    .build()
                    .split(of(all), folder.resolve("parts"));
            Set<String> training = groups(split.training());
            Set<String> validation = groups(split.validation());
            Set<String> test = groups(split.test());
            assertThat(validation).hasSize(15).doesNotContainAnyElementsOf(training);
            assertThat(test).hasSize(10).doesNotContainAnyElementsOf(training).doesNotContainAnyElementsOf(validation);
        }
        Dataset parted = DatasetSplitter.builder(1)
                .validation(45)
                .partNearDuplicates()
                .build()
                .split(of(all), folder.resolve("parts"))
                .validation();
        assertThat(groups(parted)).hasSizeGreaterThan(15);
    }

    private static Set<String> groups(Dataset part) throws IOException {
        Set<String> groups = new HashSet<>();
        for (String line : lines(part)) {
            groups.add(line.replaceFirst("(?i).*?\"(g\\d+) .*", "$1").toUpperCase());
        }
        return groups;
    }

    @Test
    void short_answers_that_are_labels_tie_nothing_together() throws IOException {
        Random random = new Random(2);
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            all.add(record(text(random), i % 2 == 0 ? "yes" : "no", ""));
        }
        assertThat(DatasetSplitter.builder(1)
                        .validation(50)
                        .build()
                        .split(of(all), folder.resolve("parts"))
                        .validation()
                        .records())
                .isEqualTo(50);
    }

    @Test
    void an_array_becomes_lines_with_everything_a_record_has() throws IOException {
        Path array = Files.writeString(folder.resolve("a.json"), """
                [
                  {"question": "a\\ud83d", "answer": "b",
                   "id": 1.50},
                  {"question": "c", "answer": "d"}
                ]
                """);
        DatasetSplitter.Split split =
                DatasetSplitter.builder(1).validation(1).build().split(Dataset.open(array), folder.resolve("parts"));
        List<String> both = new ArrayList<>(lines(split.training()));
        both.addAll(lines(split.validation()));
        assertThat(both)
                .containsExactlyInAnyOrder(
                        "{\"question\": \"a\\ud83d\", \"answer\": \"b\",   \"id\": 1.50}",
                        "{\"question\": \"c\", \"answer\": \"d\"}");
    }

    @Test
    void the_source_is_never_replaced_by_a_part_of_itself() throws IOException {
        List<String> all = different(20, "");
        Path source = Files.write(folder.resolve("training.jsonl"), all);
        assertThatThrownBy(() -> DatasetSplitter.builder(1).build().split(Dataset.open(source), folder))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("training.jsonl is the source and would be replaced");
        assertThat(source).hasContent(String.join("\n", all) + "\n");
        assertThat(folder.resolve("validation.jsonl")).doesNotExist();
    }

    @Test
    void what_cannot_be_split_is_named() throws IOException {
        List<String> same = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            same.add(record("the very same question of all", "a", ""));
        }
        Dataset all = of(same);
        assertThatThrownBy(
                        () -> DatasetSplitter.builder(1).validation(3).build().split(all, folder.resolve("p")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("3 records cannot be set aside as validation data")
                .hasMessageContaining("; 0 can.");
        assertThat(folder.resolve("p")).doesNotExist();
        assertThatThrownBy(
                        () -> DatasetSplitter.builder(1).validation(10).build().split(all, folder.resolve("p")))
                .hasMessageContaining("none left for training");
        assertThatThrownBy(() -> DatasetSplitter.builder(1)
                        .validation(0)
                        .validationFraction(1.5)
                        .test(-1)
                        .stratifyBy(" ")
                        .build())
                .hasMessageContaining("validation")
                .hasMessageContaining("validationFraction")
                .hasMessageContaining("test")
                .hasMessageContaining("stratifyBy");
        assertThatThrownBy(() -> DatasetSplitter.builder(1)
                        .validation(1)
                        .validationFraction(0.5)
                        .build())
                .hasMessageContaining("a number and a fraction");
        Path rows = Files.writeString(folder.resolve("a.csv"), "question,answer\n1,2\n3,4\n");
        assertThatThrownBy(() -> DatasetSplitter.builder(1).build().split(Dataset.open(rows), folder))
                .hasMessageContaining("comma-separated values");
    }

    @Test
    void the_planted_relations_of_the_reference_set_are_never_parted() throws IOException {
        Path set = SharedData.golden("doctor/set-a");
        List<String> numbered = new ArrayList<>();
        List<String> training = Files.readAllLines(set.resolve("training.jsonl"));
        for (int i = 0; i < training.size(); i++) {
            numbered.add(training.get(i).replaceFirst("\\{", "{\"number\": " + (i + 1) + ", "));
        }
        DatasetSplitter.Split split =
                DatasetSplitter.builder(42).validation(60).build().split(of(numbered), folder.resolve("parts"));
        Set<Integer> aside = new HashSet<>();
        for (String line : lines(split.validation())) {
            aside.add(Integer.parseInt(line.replaceFirst("\\{\"number\": (\\d+).*", "$1")));
        }
        int checked = 0;
        for (String truth : Files.readAllLines(set.resolve("truth.jsonl"))) {
            if (truth.contains("\"duplicate\"") || truth.contains("\"contradiction\"")) {
                List<Integer> pair = new ArrayList<>();
                java.util.regex.Matcher at =
                        java.util.regex.Pattern.compile("\"training:(\\d+)\"").matcher(truth);
                while (at.find()) {
                    pair.add(Integer.parseInt(at.group(1)));
                }
                if (pair.size() == 2) {
                    assertThat(aside.contains(pair.get(0))).as(truth).isEqualTo(aside.contains(pair.get(1)));
                    checked++;
                }
            }
        }
        assertThat(checked).isGreaterThan(20);
    }
}

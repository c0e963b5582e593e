package io.github.tune4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tune4j.aws.AwsSession;
import io.github.tune4j.aws.BedrockChatModel;
import io.github.tune4j.chat.ChatReply;
import io.github.tune4j.chat.ChatRequest;
import io.github.tune4j.dataset.QaPair;
import io.github.tune4j.testkit.LocalAws;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerateDatasetTest {
    @TempDir
    Path folder;

    private Path guide;

    @BeforeEach
    void write() throws IOException {
        guide = Files.writeString(
                folder.resolve("guide.txt"),
                IntStream.range(0, 40)
                        .mapToObj(i -> "Lighthouse " + i + " on the cape of Quarry " + (i * 37 % 101) + " has "
                                + (200 + i) + " steps and was built by keeper " + (i * 53 % 97) + ".")
                        .collect(Collectors.joining("\n\n")));
    }

    private MainRun run(String... arguments) {
        try (LocalAws local = LocalAws.start();
                AwsSession aws = AwsSession.builder()
                        .configure(local::configure)
                        .time(local.time())
                        .build()) {
            return MainRun.of(
                    GenerateDataset.COMMAND,
                    (options, console) -> GenerateDataset.run(
                            options,
                            console,
                            id -> id.equals("judge") ? GenerateDatasetTest::grade : BedrockChatModel.of(aws, id)),
                    arguments);
        }
    }

    private static ChatReply grade(ChatRequest request) {
        return ChatReply.of("{\"reason\": \"r\", \"score\": "
                + (request.messages().get(0).text().hashCode() % 2 == 0 ? 3 : 8) + "}");
    }

    @Test
    void draws_as_many_pairs_as_asked_for_and_has_them_graded() {
        Path pairs = folder.resolve("pairs.json");
        Path kept = folder.resolve("kept.json");
        Path aside = folder.resolve("aside.json");
        MainRun run = run(
                "--documents",
                guide.toString(),
                "--output",
                pairs.toString(),
                "--count",
                "6",
                "--judge",
                "judge",
                "--kept",
                kept.toString(),
                "--set-aside",
                aside.toString(),
                "--json");
        assertThat(run.err()).contains("pairs.json: 6 pairs");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(QaPair.read(pairs)).hasSize(6).extracting(QaPair::question).doesNotHaveDuplicates();
        assertThat(run.json().path("pairs").intValue()).isEqualTo(6);
        assertThat(QaPair.read(kept).size() + QaPair.read(aside).size()).isEqualTo(6);
        assertThat(run.json().at("/graded/kept").intValue())
                .isEqualTo(QaPair.read(kept).size());
    }

    @Test
    void fills_thin_topics_only() throws IOException {
        Path training = Files.writeString(
                folder.resolve("training.json"),
                IntStream.range(0, 6)
                        .mapToObj(i -> "{\"question\": \"What is said of lighthouse keepers in year " + (1800 + 13 * i)
                                + "?\", \"answer\": \"Keeper " + i + " of that year lived alone.\"}")
                        .collect(Collectors.joining(",", "[", "]")));
        MainRun run = run(
                "--documents", guide.toString(),
                "--output", folder.resolve("more.json").toString(),
                "--count", "2",
                "--fill", training.toString(),
                "--topics", "keeper, steps");
        assertThat(run.out()).contains("Thin topics: steps").contains("2 pairs");
        assertThat(run(
                        "--documents",
                        guide.toString(),
                        "--output",
                        "x.json",
                        "--fill",
                        training.toString(),
                        "--topics",
                        "keeper"))
                .satisfies(r -> {
                    assertThat(r.exitCode()).isEqualTo(2);
                    assertThat(r.err()).contains("has no thin topic").contains("To fix:");
                });
    }

    @Test
    void bad_input_is_one_message_with_a_cure() {
        for (List<String> more : List.of(
                List.of("--documents", folder.resolve("none.txt").toString()),
                List.of("--documents", guide.toString(), "--count", "0"),
                List.of("--documents", guide.toString(), "--judge", "x"))) {
            List<String> arguments =
                    new ArrayList<>(List.of("--output", folder.resolve("p.json").toString()));
            arguments.addAll(more);
            MainRun run = run(arguments.toArray(String[]::new));
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err()).contains("To fix:").doesNotContain("\tat ");
        }
    }
}

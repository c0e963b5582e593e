package io.github.tune4j.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.tune4j.InvalidInputException;
import io.github.tune4j.run.Progress;
import io.github.tune4j.testing.SharedData;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatasetConverterTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    @ParameterizedTest
    @MethodSource("preprocessCases")
    void converts_as_the_reference_does(JsonNode given) throws IOException {
        Path source = write("source.json", given.path("input").textValue());
        Path target = folder.resolve("target.jsonl");
        DatasetConverter converter = DatasetConverter.builder()
                .systemPrompt(given.path("system").textValue())
                .promptKey(given.path("prompt_key").textValue())
                .completionKey(given.path("completion_key").textValue())
                .build();
        // The reference knows JSON documents only; JSON Lines is a format of ours.
        boolean ours = given.path("name").asText().equals("jsonl_instead_of_array");
        if (given.path("result").asText().equals("error") && !ours) {
            assertThatThrownBy(() -> converter.convert(source, target))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("record 2")
                    .hasMessageContaining("\"answer\"");
            assertThat(target).doesNotExist();
        } else {
            Dataset converted = converter.convert(source, target);
            int records = ours ? 2 : given.path("output").size();
            assertThat(converted.records()).isEqualTo(records);
            if (!ours) {
                assertThat(lines(target)).containsExactlyElementsOf(given.path("output"));
            }
        }
    }

    static Stream<JsonNode> preprocessCases() throws IOException {
        Path cases = Path.of("src/test/resources/golden/preprocess/cases.jsonl");
        return lines(cases).stream();
    }

    @ParameterizedTest
    @ValueSource(strings = {"training", "validation"})
    void converts_the_articles_data_to_the_articles_files(String name) throws IOException {
        List<JsonNode> expected = lines(SharedData.article("preprocessed/claude3_ft_" + name + ".jsonl"));
        Path target = folder.resolve("target.jsonl");
        Dataset converted = DatasetConverter.builder()
                .systemPrompt(expected.get(0).path("system").textValue())
                .promptKey(name.equals("training") ? "sentence1" : "question")
                .completionKey(name.equals("training") ? "sentence2" : "answer")
                .build()
                .convert(SharedData.article("rawdata/" + name + ".json"), target);
        assertThat(lines(target)).isEqualTo(expected);
        assertThat(converted.records()).isEqualTo(expected.size());
        assertThat(converted).isEqualTo(Dataset.open(target));
    }

    @Test
    void knows_the_digest_size_and_count_of_what_it_wrote() throws Exception {
        Path source =
                write("source.json", "[{\"question\":\"a\",\"answer\":\"b\"},{\"question\":\"c\",\"answer\":\"d\"}]");
        Dataset converted = DatasetConverter.builder().build().convert(source, folder.resolve("new/target.jsonl"));
        byte[] bytes = Files.readAllBytes(converted.file());
        assertThat(converted.sha256())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
        assertThat(converted.bytes()).isEqualTo(bytes.length);
        assertThat(converted.records()).isEqualTo(2);
        assertThat(converted.format()).isEqualTo(DatasetFormat.CLAUDE_MESSAGES);
    }

    @Test
    void an_array_of_any_length_is_opened_and_counted() throws IOException {
        StringBuilder array = new StringBuilder("[");
        for (int i = 0; i < 5_000; i++) {
            array.append(i == 0 ? "" : ",\n")
                    .append("{\"question\":\"")
                    .append("q".repeat(i % 300))
                    .append("\",\"answer\":[\"{\"]}");
        }
        Path source = write("source.json", array.append("]").toString());
        assertThat(Dataset.open(source, DatasetFormat.QUESTION_ANSWER).records())
                .isEqualTo(5_000);
    }

    @Test
    void a_key_that_stands_twice_is_refused_whether_a_record_is_copied_or_parsed() throws IOException {
        String first = "[{\"question\":\"a\",\"answer\":\"b\"},";
        Path flat = write("flat.json", first + "{\"id\":\"1\",\"question\":\"a\",\"id\":\"2\",\"answer\":\"b\"}]");
        Path nested = write("nested.json", first + "{\"id\":\"1\",\"question\":\"a\",\"id\":[2],\"answer\":\"b\"}]");
        for (Path source : List.of(flat, nested)) {
            assertThatThrownBy(() -> DatasetConverter.builder().build().convert(source, folder.resolve("t")))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("record 2 has a key twice in one object");
        }
    }

    @Test
    void copies_and_parses_to_the_same_records() throws IOException {
        String odd = "{\"a\":\"first\",\"b\":\"x\"},";
        String tricky = "{ \"b\" : \"\\u3042\\ud83d\\ude00 \\/ \\\" あ😀\" , \"c\":\"\", \"a\":\"  \\n\" }";
        Path flat = write("flat.json", "[" + odd + tricky + "]");
        Path nested = write("nested.json", "[" + odd + tricky.replace("\"c\":\"\"", "\"c\":[1,{}]") + "]");
        DatasetConverter converter =
                DatasetConverter.builder().promptKey("a").completionKey("b").build();
        List<JsonNode> copied =
                lines(converter.convert(flat, folder.resolve("1")).file());
        assertThat(copied)
                .isEqualTo(lines(converter.convert(nested, folder.resolve("2")).file()));
        assertThat(copied.get(1).at("/messages/1/content").textValue()).isEqualTo("あ😀 / \" あ😀");
    }

    @Test
    void the_format_is_that_of_the_first_record_even_if_it_was_copied() throws IOException {
        String pair = "{\"question\":\"a\",\"answer\":\"b\"}\n";
        String chat =
                "{\"messages\":[{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"assistant\",\"content\":\"b\"}]}\n";
        DatasetConverter converter = DatasetConverter.builder().build();
        assertThatThrownBy(() -> converter.convert(write("pairs.jsonl", pair + chat), folder.resolve("t")))
                .hasMessageContaining("record 2 has no \"question\"");
        assertThatThrownBy(() -> converter.convert(write("chats.jsonl", chat + pair), folder.resolve("t")))
                .hasMessageContaining("record 2 has no turns");
    }

    @Test
    void characters_are_written_as_they_are_whether_a_record_is_copied_or_parsed() throws IOException {
        String record = "{\"question\":\"日本 😀\",\"answer\":\"\\u0000 é\"}";
        String parsed = record.replace("{", "{\"id\":1,");
        Dataset converted = DatasetConverter.builder()
                .build()
                .convert(write("source.jsonl", record + "\n" + parsed), folder.resolve("t"));
        assertThat(Files.readAllLines(converted.file()))
                .hasSize(2)
                .containsOnly("{\"messages\":[{\"role\":\"user\",\"content\":\"日本 😀\"},"
                        + "{\"role\":\"assistant\",\"content\":\"\\u0000 é\"}]}");
    }

    @Test
    void half_of_a_surrogate_pair_survives() throws IOException {
        Path source = write(
                "source.json",
                "[{\"question\":\"\\ud83d\",\"answer\":\"あ\"},{\"question\":\"x\\ude00\",\"answer\":\"あ\"}]");
        List<JsonNode> records = lines(DatasetConverter.builder()
                .build()
                .convert(source, folder.resolve("t"))
                .file());
        assertThat(records.get(0).at("/messages/0/content").textValue()).isEqualTo("\uD83D");
        assertThat(records.get(1).at("/messages/0/content").textValue()).isEqualTo("x\uDE00");
    }

    @Test
    void reads_nested_keys_and_a_prompt_for_each_record() throws IOException {
        Path source = write(
                "source.jsonl",
                "{\"qa\":[{\"q\":\"1\"},{\"a\":\"2\"}],\"meta\":{\"role\":\"R\"}}\n"
                        + "{\"qa\":[{\"q\":\"3\"},{\"a\":\"4\"}],\"meta\":{\"role\":\"S\"}}\n");
        Dataset converted = DatasetConverter.builder()
                .promptKey("qa.0.q")
                .completionKey("qa.1.a")
                .systemPromptKey("meta.role")
                .build()
                .convert(source, folder.resolve("t"));
        assertThat(Files.readString(converted.file()))
                .isEqualTo("{\"system\":\"R\",\"messages\":[{\"role\":\"user\",\"content\":\"1\"},"
                        + "{\"role\":\"assistant\",\"content\":\"2\"}]}\n"
                        + "{\"system\":\"S\",\"messages\":[{\"role\":\"user\",\"content\":\"3\"},"
                        + "{\"role\":\"assistant\",\"content\":\"4\"}]}\n");
    }

    @Test
    void fills_templates_from_what_is_said_and_from_the_record() throws IOException {
        Path source = write(
                "source.json",
                "[{\"question\":\"Q1\",\"answer\":\"A1\",\"why\":\"W1\"},{\"question\":\"Q2\",\"answer\":\"A2\",\"why\":\"W2\"}]");
        Dataset converted = DatasetConverter.builder()
                .target(DatasetFormat.PROMPT_COMPLETION)
                .systemPrompt("S")
                .promptTemplate("{system}\n\n<q>{prompt}</q> {{}}")
                .completionTemplate("<why>{why}</why><a>{completion}</a>")
                .build()
                .convert(source, folder.resolve("t"));
        assertThat(Files.readString(converted.file()))
                .isEqualTo("{\"prompt\":\"S\\n\\n<q>Q1</q> {}\",\"completion\":\"<why>W1</why><a>A1</a>\"}\n"
                        + "{\"prompt\":\"S\\n\\n<q>Q2</q> {}\",\"completion\":\"<why>W2</why><a>A2</a>\"}\n");
    }

    @Test
    void copies_literals_into_templates() throws IOException {
        Path source = write(
                "source.json",
                "[{\"question\":\"Q\\u0031\",\"answer\":\"A\"},{\"question\":\"Q\\u0032\",\"answer\":\"B\"}]");
        Dataset converted = DatasetConverter.builder()
                .promptTemplate("<q>{prompt}</q>{prompt}")
                .build()
                .convert(source, folder.resolve("t"));
        assertThat(Files.readAllLines(converted.file()).get(1))
                .contains("\"<q>Q\\u0032</q>Q\\u0032\"")
                .contains("\"B\"");
    }

    @Test
    void reads_comma_separated_values() throws IOException {
        Path source =
                write("source.csv", "\uFEFFid,question,answer\r\n1,\"a, \"\"b\"\"\r\nc\",d\r\n\r\n2,日本語,\"\"\r\n");
        Dataset converted = DatasetConverter.builder().build().convert(source, folder.resolve("t"));
        List<JsonNode> records = lines(converted.file());
        assertThat(records).hasSize(2);
        assertThat(records.get(0).at("/messages/0/content").textValue()).isEqualTo("a, \"b\"\r\nc");
        assertThat(records.get(1).at("/messages/0/content").textValue()).isEqualTo("日本語");
        assertThat(records.get(1).at("/messages/1/content").textValue()).isEmpty();
    }

    @Test
    void a_system_prompt_without_a_place_is_an_error_or_a_counted_skip() throws IOException {
        Path source = write(
                "source.jsonl",
                "{\"messages\":[{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"assistant\",\"content\":\"b\"}]}\n"
                        + "{\"system\":\"s\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"assistant\",\"content\":\"b\"}]}\n");
        DatasetConverter.Builder settings = DatasetConverter.builder().target(DatasetFormat.PROMPT_COMPLETION);
        assertThatThrownBy(() -> settings.build().convert(source, folder.resolve("t")))
                .hasMessageContaining("record 2 has a system prompt");
        List<String> told = new ArrayList<>();
        Dataset converted =
                settings.skipWhatCannotBeCarriedOver(told::add).build().convert(source, folder.resolve("t"));
        assertThat(converted.records()).isEqualTo(1);
        assertThat(told).hasSize(2).last().isEqualTo("1 of 2 records skipped.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "[",
                "[{\"question\":\"a\",\"answer\":\"b\"}",
                "[{\"question\":\"a\",\"answer\":\"b\"}] x",
                "[{\"question\":\"a\",\"answer\":\"b\"} {}]",
                "[{\"question\":\"a\",\"answer\":\"b\"} , ]",
                "42",
                "\"question, answer\"",
                "\u0000\u0000",
                "{\"question\":\"a",
                "{\"question\":\"a\",\"answer\":\"b\"},",
                "{\"question\":1,\"answer\":\"b\"}",
                "[1]",
                "{\"q\":1}",
                "question;answer\n1;2",
                "question,question\n1,2",
                "question,answer\n\"1,2",
                "question,answer\n1,2,3",
                "question,answer\n\"1\"x,2",
                "[{\"question\":\"a\tb\"}]",
                "{\"messages\":[]}",
                "{\"messages\":[{\"role\":\"x\",\"content\":\"a\"}]}",
                "{\"messages\":7}"
            })
    void what_cannot_be_read_is_named_and_leaves_no_file(String text) throws IOException {
        Path source = write("source.json", text);
        Path target = folder.resolve("target.jsonl");
        assertThatThrownBy(() -> DatasetConverter.builder().build().convert(source, target))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("source.json")
                .hasMessageContaining("To fix: ");
        assertThat(target).doesNotExist();
        assertThat(folder.resolve("target.jsonl.part")).doesNotExist();
    }

    @Test
    void keys_that_are_left_out_are_counted_whether_a_record_is_copied_or_parsed() throws IOException {
        String first = "{\"question\":\"a\",\"answer\":\"b\"}\n";
        String copied = "{\"id\":\"7\",\"question\":\"a\",\"answer\":\"b\",\"source\":\"web\"}\n";
        String parsed = "{\"id\":[7],\"question\":\"a\",\"answer\":\"b\",\"why\":\"w\"}\n";
        Map<String, Long> leftOut = new TreeMap<>();
        Dataset converted = DatasetConverter.builder()
                .keysLeftOut(leftOut::put)
                .build()
                .convert(write("s.jsonl", first + copied.repeat(20) + parsed + copied), folder.resolve("t"));
        assertThat(converted.records()).isEqualTo(23);
        assertThat(leftOut).containsExactly(Map.entry("id", 22L), Map.entry("source", 21L), Map.entry("why", 1L));
    }

    @Test
    void a_key_that_a_setting_asks_for_is_not_left_out() throws IOException {
        Map<String, Long> leftOut = new TreeMap<>();
        DatasetConverter.builder()
                .promptKey("qa.0")
                .completionKey("qa.1")
                .systemPromptKey("meta.role")
                .completionTemplate("<why>{why}</why>{completion}")
                .keysLeftOut(leftOut::put)
                .build()
                .convert(
                        write("s.jsonl", "{\"qa\":[\"q\",\"a\"],\"meta\":{\"role\":\"r\"},\"why\":\"w\",\"n\":1}"),
                        folder.resolve("t"));
        assertThat(leftOut).containsExactly(Map.entry("n", 1L));
    }

    @Test
    void a_misspelt_key_of_a_conversation_is_told() throws IOException {
        Map<String, Long> leftOut = new TreeMap<>();
        String chat = "{\"sytem\":\"s\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"},"
                + "{\"role\":\"assistant\",\"content\":\"b\"}]}\n";
        DatasetConverter.builder()
                .target(DatasetFormat.CONVERSE_2024)
                .keysLeftOut(leftOut::put)
                .build()
                .convert(write("s.jsonl", chat.repeat(2)), folder.resolve("t"));
        assertThat(leftOut).containsExactly(Map.entry("sytem", 2L));
    }

    @Test
    void thousands_of_keys_are_counted_together() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 3_000; i++) {
            lines.append("{\"question\":\"a\",\"answer\":\"b\",\"k").append(i).append("\":\"\"}\n");
        }
        Map<String, Long> leftOut = new TreeMap<>();
        DatasetConverter.builder()
                .keysLeftOut(leftOut::put)
                .build()
                .convert(write("s.jsonl", lines.toString()), folder.resolve("t"));
        assertThat(leftOut).hasSize(101).containsEntry("(others)", 2_900L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"question\":\"a\",\"answer\":\"b\",\"image\":\"a.png\"}",
                "{\"prompt\":\"a\",\"completion\":\"b\",\"images\":[\"a.png\"]}",
                "question,answer,image\na,b,a.png"
            })
    void an_image_beside_a_question_is_never_dropped_in_silence(String record) throws IOException {
        String harmless = record.replace("\"a.png\"]", "]").replace("a.png", "");
        DatasetConverter converter = DatasetConverter.builder().build();
        assertThat(converter.convert(write("h", harmless), folder.resolve("t")).records())
                .isOne();
        assertThatThrownBy(() -> converter.convert(write("s", record), folder.resolve("t")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("record 1 has image");
    }

    @Test
    void a_message_about_an_unknown_format_does_not_repeat_the_whole_file() throws IOException {
        Path source = write("source.txt", "word ".repeat(100_000));
        assertThatThrownBy(() -> DatasetConverter.builder().build().convert(source, folder.resolve("t")))
                .isInstanceOf(InvalidInputException.class)
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(600));
    }

    @Test
    void a_header_without_rows_has_no_records() throws IOException {
        Dataset converted = DatasetConverter.builder()
                .build()
                .convert(write("source.csv", "question,answer\n"), folder.resolve("t"));
        assertThat(converted.records()).isZero();
    }

    @Test
    void a_compressed_file_is_told_as_such() throws IOException {
        Path source = folder.resolve("source.jsonl.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(source))) {
            out.write("{\"question\":\"a\",\"answer\":\"b\"}".getBytes(StandardCharsets.UTF_8));
        }
        assertThatThrownBy(() -> DatasetConverter.builder().build().convert(source, folder.resolve("t")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("is compressed by gzip");
    }

    @Test
    void bytes_that_are_not_utf_8_are_named() throws IOException {
        Path source = folder.resolve("source.json");
        Files.write(
                source,
                "[{\"question\":\"a\",\"answer\":\"b\"},{\"question\":\"\u00E9\",\"answer\":\"b\"}]"
                        .getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> DatasetConverter.builder().build().convert(source, folder.resolve("t")))
                .hasMessageContaining("record 2 is not UTF-8");
        Files.write(source, "question,answer\n\u00E9,b".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> DatasetConverter.builder().build().convert(source, folder.resolve("t")))
                .hasMessageContaining("not UTF-8");
        Files.write(source, "[]".getBytes(StandardCharsets.UTF_16));
        assertThatThrownBy(() -> DatasetConverter.builder().build().convert(source, folder.resolve("t")))
                .hasMessageContaining("UTF-16");
    }

    @Test
    void a_record_larger_than_the_limit_is_named() throws IOException {
        Path source = write("source.json", "[{\"question\":\"a\",\"answer\":\"" + "b".repeat(5_000_000) + "\"}]");
        assertThatThrownBy(() -> DatasetConverter.builder().build().convert(source, folder.resolve("t")))
                .hasMessageContaining("record 1 has more than 4194304 bytes");
    }

    @ParameterizedTest
    @CsvSource({
        "100 levels, 100, [, ]",
        "100 digits, 101, 1, ''",
        "'50,000 characters', 50001, k, ''",
        "'300,000 values and keys', 300001, '0,', ''"
    })
    void a_record_beyond_a_limit_of_reading_is_told_which(String limit, int times, String piece, String end)
            throws IOException {
        String pieces = piece.repeat(times) + end.repeat(times);
        String value = piece.equals("k") ? "{\"" + pieces + "\":0}" : piece.equals("0,") ? "[" + pieces + "0]" : pieces;
        String pair = "{\"question\":\"a\",\"answer\":\"b\"}\n";
        String large = "{\"question\":\"a\",\"answer\":\"b\",\"x\":" + value + "}\n";
        assertThatThrownBy(() -> DatasetConverter.builder()
                        .build()
                        .convert(write("source.jsonl", pair + large), folder.resolve("t")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("source.jsonl, record 2 ")
                .hasMessageContaining(limit)
                .hasMessageContaining("To fix: shorten or split it.");
    }

    @Test
    void a_record_at_the_limits_of_reading_is_converted() throws IOException {
        String large = "{\"question\":\"a\",\"answer\":\"b\",\"x\":" + "[".repeat(99) + "1".repeat(100) + "]".repeat(99)
                + ",\"" + "k".repeat(50_000) + "\":[" + "0,".repeat(290_000) + "0]}";
        assertThat(DatasetConverter.builder()
                        .build()
                        .convert(write("source.jsonl", large), folder.resolve("t"))
                        .records())
                .isOne();
    }

    @Test
    void a_field_of_comma_separated_values_beyond_the_limit_is_named() throws IOException {
        Path source = write("source.csv", "question,answer\n\"" + "a".repeat(4_000_001) + "\",b");
        assertThatThrownBy(() -> DatasetConverter.builder().build().convert(source, folder.resolve("t")))
                .hasMessageContaining("record 1 has a field of more than 4000000 characters");
    }

    @Test
    void streams_are_converted_while_they_come() {
        String text = "[{\"question\":\"a\",\"answer\":\"b\"}]";
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        List<Progress> heard = new ArrayList<>();
        long records = DatasetConverter.builder()
                .progress(heard::add)
                .build()
                .convert(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), out);
        assertThat(records).isOne();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .startsWith("{\"messages\":[")
                .endsWith("}\n");
        assertThat(heard.get(heard.size() - 1).done()).isEqualTo(text.length());
    }

    @Test
    void refuses_settings_that_contradict_each_other() throws IOException {
        assertThatThrownBy(() -> DatasetConverter.builder()
                        .promptKey(" ")
                        .completionKey("")
                        .build())
                .hasMessageContaining("promptKey")
                .hasMessageContaining("completionKey");
        assertThatThrownBy(() -> DatasetConverter.builder()
                        .systemPrompt("a")
                        .systemPromptKey("b")
                        .build())
                .isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() ->
                        DatasetConverter.builder().promptTemplate("{prompt").build())
                .hasMessageContaining("single brace");
        assertThatThrownBy(
                        () -> DatasetConverter.builder().completionTemplate("x").build())
                .hasMessageContaining("{completion}");
        Path same = write("same.json", "[]");
        Path link = Files.createSymbolicLink(folder.resolve("link.json"), same);
        assertThatThrownBy(() -> DatasetConverter.builder().build().convert(link, same))
                .hasMessageContaining("same file");
        assertThatThrownBy(() -> DatasetConverter.builder().build().convert(same, same))
                .hasMessageContaining("same file");
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static List<JsonNode> lines(Path file) throws IOException {
        List<JsonNode> records = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            records.add(JSON.readTree(line));
        }
        return records;
    }
}

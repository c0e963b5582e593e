package io.github.tune4j.dataset.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.tune4j.InvalidInputException;
import io.github.tune4j.model.BaseModel;
import io.github.tune4j.model.ModelCatalog;
import io.github.tune4j.run.Progress;
import io.github.tune4j.run.ReportSection.Severity;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatasetValidatorTest {
    private static final String GOOD =
            "{\"system\":\"S\",\"messages\":[{\"role\":\"user\",\"content\":\"Q\"},{\"role\":\"assistant\",\"content\":\"A\"}]}";

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b"}],"id":1} | unknown_key | /id
            {"messages":[{"role":"user","content":"","x":0},{"role":"assistant","content":"b"}]} | empty_text | /messages/0/content
            {"system":null,"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b"}]} | system_null | /system
            {"system":1,"system":"s","messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b"}]} | duplicate_key | /system
            {"messages":[{"role":"user","content":"\\ud800"},{"role":"assistant","content":"b"}]} | lone_surrogate | /messages/0/content
            {"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b"}],"x":[NaN]} | not_a_number | /x/0
            """)
    void warns_of_what_a_model_may_still_take(String line, String rule, String pointer) throws IOException {
        ValidationReport report = validateClaude(line);
        assertThat(report.valid()).isTrue();
        assertThat(report.issues()).anySatisfy(issue -> {
            assertThat(issue.rule()).isEqualTo(rule);
            assertThat(issue.pointer()).isEqualTo(pointer);
            assertThat(issue.severity()).isEqualTo(Severity.WARNING);
            assertThat(issue.line()).isEqualTo(33);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[NaN",
                "{\"x\":INF}",
                "{\"x\":+Infinity}",
                "{\"x\":01}",
                "{\"x\":.5}",
                "{\"x\":1.}",
                "{'x':1}",
                "{\"x\":1,}",
                "{\"x\":\"\\x\"}",
                "{\"x\":tru}",
                "{} {}",
                "{}x",
                "\uFEFF{}",
                "{\"x\" 1}",
                "{\"x\":\"\u0001\"}",
                "// {}",
                "\u00A0{}",
                "{\"x\":\"\\u12g4\"}",
                "{\"x\":/**/1}"
            })
    void tells_what_is_not_json(String line) throws IOException {
        assertThat(validateClaude(line).issues()).singleElement().satisfies(issue -> {
            assertThat(issue.rule()).isEqualTo("invalid_json");
            assertThat(issue.line()).isEqualTo(33);
            assertThat(issue.column()).isPositive();
            assertThat(issue.problem()).startsWith("The line is not JSON: ").endsWith(".");
        });
    }

    @Test
    void finds_every_problem_of_a_record() throws IOException {
        ValidationReport report = validateClaude(
                "{\"system\":\"a\\nHuman:\",\"messages\":["
                        + "{\"role\":\"assistant\",\"content\":\"b\\nAssistant:\"},{\"role\":\"assistant\",\"content\":\"c\\nHuman:\"}]}");
        assertThat(report.issues())
                .extracting(ValidationIssue::rule)
                .containsExactly("reserved_keyword_system", "turn_order_ends", "reserved_keyword_message");
        assertThat(report.issues().get(2).problem()).startsWith("2 texts").contains("\"\\nAssistant:\"");
    }

    @Test
    void counts_what_it_does_not_keep() throws IOException {
        Path file = write("bad.jsonl", "{}\n".repeat(10_001) + "{\"messages\":[],\"x\":1}\n");
        ValidationReport report = DatasetValidator.builder(BaseModel.CLAUDE_3_HAIKU.limits())
                .maxIssuesKept(3)
                .build()
                .validate(file);
        assertThat(report.errorCount()).isEqualTo(10_004);
        assertThat(report.warningCount()).isOne();
        assertThat(report.issues()).hasSize(4 + 1);
        assertThat(report.toString()).contains("and 10,000 more, counted but not listed");
    }

    @Test
    void a_report_says_the_same_in_every_form() throws IOException {
        Path file = write("bad.jsonl", (GOOD + "\n").repeat(31) + "[1]\n");
        ValidationReport report = validator().validate(file);
        Path json = folder.resolve("report.json");
        report.writeJson(json);
        JsonNode written = new ObjectMapper().readTree(json.toFile());
        assertThat(written.path("valid").booleanValue()).isFalse();
        assertThat(written.path("errors").intValue()).isOne();
        assertThat(written.at("/files/0/lines").intValue()).isEqualTo(32);
        assertThat(written.at("/issues/0/rule").textValue()).isEqualTo("not_an_object");
        assertThat(written.at("/issues/0/line").intValue()).isEqualTo(32);
        assertThat(written.at("/rules/not_an_object").intValue()).isOne();
        assertThat(report.toString()).contains("line 32: The line holds a list, not an object. ([…]) To fix: ");
        assertThat(report.section().title()).isEqualTo("Validation of the data");
        assertThatThrownBy(report::orThrow)
                .isInstanceOfSatisfying(
                        InvalidDatasetException.class,
                        e -> assertThat(e.report()).isSameAs(report))
                .hasMessageContaining("1 error, the first in " + file + ", line 32");
        assertThat(validator()
                        .validate(write("good.jsonl", (GOOD + "\n").repeat(32)))
                        .orThrow()
                        .valid())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 1 << 19, (1 << 20) - 10, 1 << 20, 3_000_000, 20_000_001})
    void lines_of_any_length_are_judged(int length) throws IOException {
        String pad = "a".repeat(length);
        String good = GOOD.replace("{\"system\"", "{\"pad\":\"" + pad + "\",\"system\"");
        String bad = good.replace("assistant", "model");
        Path file = write(
                "long.jsonl", (GOOD + "\n").repeat(40) + good + "\r\n" + bad + "\r" + good.substring(1) + "\n" + GOOD);
        ValidationReport report = validator().validate(file);
        assertThat(report.files().get(0).lines()).isEqualTo(44);
        assertThat(report.files().get(0).bytes()).isEqualTo(Files.size(file));
        assertThat(report.issues())
                .filteredOn(i -> i.severity() == Severity.ERROR)
                .extracting(i -> i.line() + " " + i.rule())
                .containsExactly("42 role_value", "43 invalid_json");
    }

    @Test
    void a_text_beyond_the_stated_limit_is_named() throws IOException {
        String bad = GOOD.replace("Q", "a".repeat(2_000_001));
        assertThat(validateClaude(bad).issues()).singleElement().satisfies(issue -> {
            assertThat(issue.rule()).isEqualTo("token_limit");
            assertThat(issue.pointer()).isEqualTo("/messages/0/content");
            assertThat(issue.problem()).isEqualTo("A text has more than 2,000,000 characters.");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "invalid_json, more than 1000000 characters, 1000001, 1, ''",
        "invalid_json, more than 1000000 characters, 1000001, k, ''",
        "invalid_json, nested deeper than 1000 levels, 1000, [, ]",
        "invalid_json, nested deeper than 1000 levels, 400000, [, ]"
    })
    void a_line_beyond_a_limit_of_reading_is_told_which_and_the_next_is_read(
            String rule, String limit, int times, String piece, String end) throws IOException {
        String pieces = piece.repeat(times) + end.repeat(times);
        String large = "{\"x\":" + (piece.equals("k") ? "{\"" + pieces + "\":0}" : pieces) + "}";
        assertThat(validateClaude(large + "\n[]").issues())
                .filteredOn(issue -> issue.line() > 0)
                .extracting(issue -> issue.line() + " " + issue.rule() + " " + issue.problem())
                .hasSize(2)
                .first()
                .asString()
                .startsWith("33 " + rule)
                .contains(limit);
    }

    @Test
    void a_compressed_file_is_told_as_such() throws IOException {
        Path file = folder.resolve("training.jsonl");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(GOOD.getBytes(StandardCharsets.UTF_8));
        }
        assertThat(validator().validate(file).issues().get(0).problem()).contains("seems to be compressed by gzip");
    }

    @Test
    void many_chunks_on_many_threads_keep_their_order() throws IOException {
        StringBuilder text = new StringBuilder();
        List<Long> bad = new ArrayList<>();
        for (long line = 1; line <= 40_000; line++) {
            boolean odd = line % 997 == 0;
            text.append(odd ? "{}" : GOOD).append(line % 2 == 0 ? "\n" : "\r\n");
            if (odd) {
                bad.add(line);
            }
        }
        ValidationReport report = validator().validate(write("many.jsonl", text.toString()));
        assertThat(report.files().get(0).lines()).isEqualTo(40_000);
        assertThat(report.issues())
                .filteredOn(i -> i.rule().equals("messages_missing"))
                .extracting(ValidationIssue::line)
                .isEqualTo(bad);
        assertThat(report.issues())
                .anyMatch(i -> i.rule().equals("line_ends") && i.problem().contains("20,000 LF"));
    }

    @Test
    void streams_are_judged_and_progress_is_told() {
        byte[] bytes = (GOOD + "\n").repeat(20_000).getBytes(StandardCharsets.UTF_8);
        InputStream drops = new SequenceInputStream(Collections.enumeration(
                List.of(new ByteArrayInputStream(bytes, 0, 7), new ByteArrayInputStream(bytes, 7, bytes.length - 7))));
        List<Progress> heard = new ArrayList<>();
        ValidationReport report = DatasetValidator.builder(
                        DatasetLimits.of("{\"asOf\":\"2026-11-23\",\"format\":\"CLAUDE_MESSAGES\"}"))
                .progress(heard::add)
                .build()
                .validate(drops);
        assertThat(report.valid()).isTrue();
        assertThat(report.files().get(0).lines()).isEqualTo(20_000);
        assertThat(report.files().get(0).file()).hasToString("-");
        assertThat(heard.get(heard.size() - 1).done()).isEqualTo(bytes.length);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"schemaVersion":"bedrock-conversation-2024","system":[{"text":"s"}],"messages":[{"role":"user","content":[{"text":"a"}]},{"role":"assistant","content":[{"text":"b"}]}]} | '' | ''
            {"messages":[{"role":"user","content":[{"text":"a"},{"image":{"format":"png","source":{"s3Location":{"uri":"s3://b/k.png"}}}}]},{"role":"assistant","content":[{"text":"b"}]}]} | '' | ''
            {"messages":[{"role":"user","content":"a"},{"role":"assistant","content":[{"text":"b"}]}]} | content_type | /messages/0/content
            {"messages":[{"role":"user","content":[{"text":7}]},{"role":"assistant","content":[{"text":"b"}]}]} | content_type | /messages/0/content/0/text
            {"messages":[{"role":"user","content":[{}]},{"role":"assistant","content":[{"text":"b"}]}]} | block_empty | /messages/0/content/0
            {"messages":[{"role":"user","content":[]},{"role":"assistant","content":[{"text":"b"}]}]} | content_empty | /messages/0/content
            {"messages":[{"role":"user","content":[{"text":"a"}]},{"role":"assistant","content":[{"image":{"format":"png","source":{"s3Location":{"uri":"s3://b/k.png"}}}}]}]} | media_role | /messages/1/content
            {"messages":[{"role":"user","content":[{"image":{"format":"bmp","source":{"s3Location":{"uri":"s3://b/k.png"}}}}]},{"role":"assistant","content":[{"text":"b"}]}]} | media_format | /messages/0/content/0/image/format
            {"messages":[{"role":"user","content":[{"image":{"format":"png","source":{"bytes":"AAAA"}}}]},{"role":"assistant","content":[{"text":"b"}]}]} | media_source | /messages/0/content/0/image/source
            {"system":"s","messages":[{"role":"user","content":[{"text":"a"}]},{"role":"assistant","content":[{"text":"b"}]}]} | system_type | /system
            {"system":[{}],"messages":[{"role":"user","content":[{"text":"a"}]},{"role":"assistant","content":[{"text":"b"}]}]} | system_type | /system/0
            {"schemaVersion":1,"messages":[{"role":"user","content":[{"text":"a"}]},{"role":"assistant","content":[{"text":"b"}]}]} | schema_version_type | /schemaVersion
            {"messages":[{"role":"user","content":[{"text":"a User: b"}]},{"role":"assistant","content":[{"text":"b"}]}]} | reserved_keyword_message | /messages/0/content/0/text
            {"messages":[{"role":"user","content":[{"text":"a"}]},{"role":"user","content":[{"text":"b"}]}]} | turn_order_ends | /messages
            """)
    void judges_novas_format(String line, String rule, String pointer) throws IOException {
        ValidationReport report = DatasetValidator.of(BaseModel.NOVA_LITE.limits())
                .validate(write("nova.jsonl", (line + "\n").repeat(8)));
        assertThat(report.valid()).isEqualTo(rule.isEmpty());
        if (!rule.isEmpty()) {
            assertThat(report.issues())
                    .filteredOn(i -> i.severity() == Severity.ERROR)
                    .allSatisfy(issue -> {
                        assertThat(issue.rule()).isEqualTo(rule);
                        assertThat(issue.pointer()).isEqualTo(pointer);
                    });
            assertThat(report.errorCount()).isEqualTo(8);
        }
    }

    @Test
    void judges_by_the_limits_of_each_model() throws IOException {
        String turns = "\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"a\"},"
                + "{\"image\":{\"format\":\"png\",\"source\":{\"s3Location\":{\"uri\":\"s3://b/k\"}}}}]},"
                + "{\"role\":\"assistant\",\"content\":[{\"text\":\"b\"}]}]}";
        Path picture = write("picture.jsonl", ("{" + turns + "\n").repeat(100));
        Path systems = write(
                "systems.jsonl",
                ("{\"system\":[{\"text\":\"1\"},{\"text\":\"2\"}]," + turns.replaceFirst(",\\{\"image.*?}}}}", "")
                                + "\n")
                        .repeat(100));
        ModelCatalog models = ModelCatalog.bundled();
        assertThat(DatasetValidator.of(BaseModel.NOVA_LITE.limits())
                        .validate(picture)
                        .valid())
                .isTrue();
        assertThat(rules(models.get("nova-micro"), picture)).containsOnly("media_count");
        assertThat(rules(BaseModel.LLAMA_3_3_70B, systems)).containsOnly("system_count");
        assertThat(rules(models.get("llama-3-1-8b"), picture))
                .containsOnly("unknown_key", "prompt_missing", "completion_missing");
        Path few = write("few.jsonl", "{\"prompt\":\"a\",\"completion\":\"b\"}\n".repeat(99));
        assertThat(rules(models.get("llama-3-1-8b"), few)).containsExactly("total_exceeded");
        ValidationReport nova2 =
                DatasetValidator.of(models.get("nova-2-lite").limits()).validate(picture, picture);
        assertThat(nova2.issues()).anyMatch(i -> i.rule().equals("validation_unsupported"));
    }

    @Test
    void estimates_japanese_by_the_character_and_english_by_the_word() {
        TokenEstimator standard = TokenEstimator.standard();
        assertThat(standard.tokens("")).isZero();
        assertThat(standard.tokens("基盤モデルを微調整します。")).isEqualTo(13);
        assertThat(standard.tokens("Fine-tuning changes how a model answers.")).isBetween(8L, 14L);
        assertThat(standard.tokens("12345")).isEqualTo(2);
        assertThat(standard.tokens("Привет")).isEqualTo(3);
        assertThat(standard.tokens("😀😀")).isEqualTo(4);
        assertThat(TokenEstimator.awsLengthOverThree().tokens("基盤モデルを微調整")).isEqualTo(3);
        assertThat(TokenEstimator.awsLengthOverThree().tokens("😀😀")).isZero();
    }

    @Test
    void an_estimator_of_ones_own_is_asked_about_every_text() throws IOException {
        ValidationReport report = DatasetValidator.builder(BaseModel.CLAUDE_3_HAIKU.limits())
                .tokenEstimator(text -> 20_000)
                .build()
                .validate(write("good.jsonl", (GOOD + "\n").repeat(32)));
        assertThat(report.errorCount()).isEqualTo(32);
        assertThat(report.issues().get(0).problem())
                .isEqualTo("The record has about 60,000 tokens; at most 32,000 are allowed.");
    }

    @Test
    void refuses_what_it_cannot_read_and_formats_that_no_model_takes() {
        assertThatThrownBy(() -> validator().validate(folder.resolve("missing.jsonl")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("missing.jsonl cannot be read");
        assertThatThrownBy(() ->
                        DatasetValidator.of(DatasetLimits.of("{\"asOf\":\"2026-11-23\",\"format\":\"SHARE_GPT\"}")))
                .hasMessageContaining("SHARE_GPT");
    }

    private static List<String> rules(BaseModel model, Path file) {
        return DatasetValidator.of(model.limits()).validate(file).issues().stream()
                .map(ValidationIssue::rule)
                .distinct()
                .toList();
    }

    private static DatasetValidator validator() {
        return DatasetValidator.of(BaseModel.CLAUDE_3_HAIKU.limits());
    }

    private ValidationReport validateClaude(String line) throws IOException {
        return validator().validate(write("line.jsonl", (GOOD + "\n").repeat(32) + line + "\n"));
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}

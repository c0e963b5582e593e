package io.github.tune4j.dataset.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.tune4j.InvalidInputException;
import io.github.tune4j.dataset.Dataset;
import io.github.tune4j.dataset.DatasetFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PersonalDataTest {
    static List<JsonNode> texts() {
        return Golden.lines("pii.jsonl");
    }

    @ParameterizedTest
    @MethodSource("texts")
    void finds_what_the_reference_table_lists(JsonNode given) {
        List<String> found = PersonalData.find(given.path("text").textValue()).stream()
                .map(m -> m.type().id() + " " + m.value() + " " + m.start() + " " + m.end())
                .toList();
        if (given.path("also_ok").isTextual()) {
            return; // any
        }
        List<List<String>> right = new ArrayList<>();
        right.add(listed(given.path("findings")));
        right.add(listed(given.path("also_ok")));
        assertThat(right.subList(0, given.has("also_ok") ? 2 : 1))
                .as(given.path("name").textValue())
                .contains(found);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
                "\"SecretAccessKey\": \"wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\"",
                "シークレットキーはwJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEYです。",
            })
    void finds_a_secret_key_and_never_shows_it(String text) {
        PersonalData.Match match = PersonalData.find(text).get(0);
        assertThat(match.type()).isEqualTo(PersonalData.Type.AWS_SECRET_ACCESS_KEY);
        assertThat(match.type().secret()).isTrue();
        assertThat(match.masked()).isEqualTo("***");
        assertThat(match).hasToString("aws_secret_access_key at " + match.start() + " to " + match.end());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Commit 2fd4e1c67a2d28fced849ee1bb76e7391b93eb12 fixes it.",
                "Born on 02-11-1984, moved on 2024-01-15.",
                "Room 020-12, price 1 234 567.",
                "The mask is 255.255.255.0 and the host 127.0.0.1.",
                "std::vector and a::b and ::1 and 12:30:45",
                "0.1 + 0.2 = 0.30000000000000004",
                "arn:aws:iam::123456789012:role/reader",
                "Model anthropic.claude-3-haiku-20240307-v1:0:200k",
            })
    void takes_other_numbers_and_names_for_what_they_are(String text) {
        assertThat(PersonalData.find(text)).isEmpty();
    }

    @Test
    void finds_more_than_one_form_of_telephone_number_and_address() {
        assertThat(types("Call 1-800-555-0199, (03) 5550-1234 or +44 20 7946 0018."))
                .containsExactly("phone", "phone", "phone");
        assertThat(types("電話０３ー１２３４ー５６７８、携帯09012345678")).containsExactly("phone", "phone");
        assertThat(types("::ffff:192.0.2.128 fe80::1 2001:db8:0:0:1:0:0:1")).containsExactly("ipv6", "ipv6", "ipv6");
        assertThat(types("-----BEGIN RSA PRIVATE KEY-----\nMIIB\n-----END RSA PRIVATE KEY-----"))
                .containsExactly("private_key");
    }

    @Test
    void masks_all_but_a_few_characters() {
        assertThat(PersonalData.find("ana@example.com 4012888888881881 AKIAIOSFODNN7EXAMPLE"))
                .extracting(PersonalData.Match::masked)
                .containsExactly("an***", "***1881", "AKIA***");
    }

    @Test
    void redacts_a_text_and_leaves_the_rest() {
        assertThat(PersonalData.redacted("担当は鈴木（suzuki@example.jp）、電話080-1234-5678まで。😀 ip 192.0.2.1"))
                .isEqualTo("担当は鈴木（[email]）、電話[phone]まで。😀 ip [ipv4]");
        String clean = "nothing to hide";
        assertThat(PersonalData.redacted(clean)).isSameAs(clean);
    }

    @Test
    void redacts_a_data_set_in_its_own_format(@TempDir Path folder) throws IOException {
        Path lines = Files.writeString(folder.resolve("a.jsonl"), """
                {"system": "Ask ana@example.com", "messages": [{"role": "user", "content": "Who\\u0040 bo@example.com?"}, {"role": "assistant", "content": "é 192.0.2.7"}]}
                {"messages": [{"role": "user", "content": "q"}, {"role": "assistant", "content": "a"}]}
                """);
        Dataset copy = PersonalData.redact(Dataset.open(lines), folder.resolve("b.jsonl"));
        assertThat(copy.records()).isEqualTo(2);
        assertThat(Files.readString(copy.file())).isEqualTo("""
                {"system":"Ask [email]","messages":[{"role":"user","content":"Who@ [email]?"},{"role":"assistant","content":"é [ipv4]"}]}
                {"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"a"}]}
                """);

        Path array = Files.writeString(
                folder.resolve("c.json"), "[ {\"question\": \"bo@example.com\", \"answer\": \"a\", \"n\": 1.50} ]");
        assertThat(Files.readString(PersonalData.redact(Dataset.open(array), folder.resolve("d.json"))
                        .file()))
                .isEqualTo("[{\"question\":\"[email]\",\"answer\":\"a\",\"n\":1.50}]\n");

        Path rows = Files.writeString(folder.resolve("e.csv"), "question,answer\nbo@example.com,a\n");
        Dataset csv = PersonalData.redact(Dataset.open(rows, DatasetFormat.CSV), folder.resolve("f.csv"));
        assertThat(Files.readString(csv.file())).isEqualTo("question,answer\n[email],a\n");
    }

    @Test
    void a_source_that_cannot_be_copied_is_named_and_leaves_no_file(@TempDir Path folder) throws IOException {
        Path target = folder.resolve("t.jsonl");
        Path source = folder.resolve("s.jsonl");
        String record = "{\"question\":\"q\",\"answer\":\"%s\"}\n";
        for (String answer : List.of("\u00E9", "\\ud83d")) {
            Files.write(
                    source, (record.formatted("a") + record.formatted(answer)).getBytes(StandardCharsets.ISO_8859_1));
            Dataset data = Dataset.open(source);
            assertThatThrownBy(() -> PersonalData.redact(data, target))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("s.jsonl")
                    .hasMessageContaining("UTF-8")
                    .hasMessageNotContaining("t.jsonl");
        }
        Dataset data = Dataset.open(source);
        Files.delete(source);
        assertThatThrownBy(() -> PersonalData.redact(data, target))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("s.jsonl cannot be read");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void is_quick_on_text_of_any_length_and_kind() {
        for (String piece : List.of("1", "a@", "+1 ", "0-", ":", "1.", "ab", "/Aa1", "１", "4242 ", "-----BEGIN ")) {
            assertThat(PersonalData.find(piece.repeat(200_000 / piece.length())))
                    .isNotNull();
        }
    }

    private static List<String> types(String text) {
        return PersonalData.find(text).stream().map(m -> m.type().id()).toList();
    }

    private static List<String> listed(JsonNode findings) {
        List<String> listed = new ArrayList<>();
        findings.forEach(f -> listed.add(f.path("type").textValue() + " "
                + f.path("value").textValue() + " " + f.path("start") + " " + f.path("end")));
        return listed;
    }
}

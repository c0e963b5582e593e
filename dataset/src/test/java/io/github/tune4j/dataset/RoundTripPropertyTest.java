package io.github.tune4j.dataset;

import static io.github.tune4j.dataset.DatasetFormat.ALPACA;
import static io.github.tune4j.dataset.DatasetFormat.CLAUDE_MESSAGES;
import static io.github.tune4j.dataset.DatasetFormat.CONVERSE_2024;
import static io.github.tune4j.dataset.DatasetFormat.CSV;
import static io.github.tune4j.dataset.DatasetFormat.OPENAI_CHAT;
import static io.github.tune4j.dataset.DatasetFormat.PROMPT_COMPLETION;
import static io.github.tune4j.dataset.DatasetFormat.QUESTION_ANSWER;
import static io.github.tune4j.dataset.DatasetFormat.SHARE_GPT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.github.tune4j.TuneException;
import io.github.tune4j.chat.Message;
import io.github.tune4j.testing.Mutations;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What goes from one format to another and back is what it was; damaged sources end with a message. */
class RoundTripPropertyTest {
    private static final List<DatasetFormat> OF_CONVERSATIONS =
            List.of(CLAUDE_MESSAGES, CONVERSE_2024, OPENAI_CHAT, SHARE_GPT, ALPACA);
    private static final JsonFactory JACKSON = JsonFactory.builder()
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();
    private static final List<DatasetFormat> OF_PAIRS = List.of(PROMPT_COMPLETION, QUESTION_ANSWER, CSV);

    @Test
    void conversations_survive_every_way_there_and_back() throws Exception {
        for (int seed = 0; seed < Mutations.cases(30, 2_000); seed++) {
            byte[] original = claude(new Random(seed), true);
            for (DatasetFormat there : OF_CONVERSATIONS) {
                byte[] away = convert(original, CLAUDE_MESSAGES, there);
                for (DatasetFormat further : OF_CONVERSATIONS) {
                    byte[] back = convert(convert(away, there, further), further, CLAUDE_MESSAGES);
                    assertThat(text(back))
                            .as("seed %d by %s and %s", seed, there, further)
                            .isEqualTo(text(original));
                }
            }
        }
    }

    @Test
    void pairs_survive_every_way_there_and_back() throws Exception {
        List<DatasetFormat> all = new ArrayList<>(OF_CONVERSATIONS);
        all.addAll(OF_PAIRS);
        for (int seed = 0; seed < Mutations.cases(30, 2_000); seed++) {
            byte[] original = claude(new Random(seed), false);
            for (DatasetFormat there : all) {
                byte[] away = convert(original, CLAUDE_MESSAGES, there);
                for (DatasetFormat further : all) {
                    byte[] back = convert(convert(away, there, further), further, CLAUDE_MESSAGES);
                    assertThat(text(back))
                            .as("seed %d by %s and %s", seed, there, further)
                            .isEqualTo(text(original));
                }
            }
        }
    }

    @Test
    void a_damaged_source_is_converted_or_ends_with_a_message() {
        byte[] array =
                "[{\"question\":\"a\\n\",\"answer\":\"日本\"},\n {\"answer\":\"d\",\"question\":\"c\",\"id\":\"7\"} , {\"question\":\"e\",\"answer\":\"😀\"}]"
                        .getBytes(StandardCharsets.UTF_8);
        byte[] rows = "question,answer\r\n\"a, \"\"b\"\"\r\nc\",d\r\n日本,x\r\n".getBytes(StandardCharsets.UTF_8);
        Map<String, Long> copied = new TreeMap<>();
        Map<String, Long> parsed = new TreeMap<>();
        DatasetConverter converter = DatasetConverter.builder()
                .systemPrompt("s")
                .keysLeftOut(copied::put)
                .build();
        DatasetConverter parsing = DatasetConverter.builder()
                .systemPrompt("s")
                .keysLeftOut(parsed::put)
                .promptTemplate("{prompt}{question}")
                .build();
        for (int seed = 0; seed < Mutations.cases(2_000, 400_000); seed++) {
            Mutations mutations = new Mutations(seed);
            byte[] source = mutations.of(seed % 4 == 0 ? rows : array);
            assertThatCode(() -> end(converter, source))
                    .as("seed %d: %s", seed, text(source))
                    .doesNotThrowAnyException();
            // Copied literals and parsed records: the same is converted, the same is refused.
            assertThat(end(converter, source).startsWith("!"))
                    .as("seed %d: %s", seed, text(source))
                    .isEqualTo(end(parsing, source).startsWith("!"));
            assertThat(copied).as("seed %d: %s", seed, text(source)).isEqualTo(parsed);
            copied.clear();
            parsed.clear();
        }
    }

    /** What was written; behind an exclamation mark, why it ended early. */
    private static String end(DatasetConverter converter, byte[] source) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            converter.convert(new ByteArrayInputStream(source), out);
            return text(out.toByteArray());
        } catch (TuneException e) {
            assertThat(e.remedy()).isNotBlank();
            return "!" + e.problem();
        }
    }

    private static byte[] convert(byte[] source, DatasetFormat from, DatasetFormat to) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DatasetConverter.builder().source(from).target(to).build().convert(new ByteArrayInputStream(source), out);
        return out.toByteArray();
    }

    /** A few records in Claude's format, written by Jackson: the converter is to write them to the byte as it does. */
    private static byte[] claude(Random random, boolean conversations) throws Exception {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (int i = 0; i <= random.nextInt(4); i++) {
            List<Message> turns = new ArrayList<>();
            for (int k = 0; k <= (conversations ? random.nextInt(3) : 0); k++) {
                turns.add(Message.user(text(random)));
                turns.add(Message.assistant(text(random)));
            }
            String system = conversations && random.nextBoolean() ? text(random) + "." : null;
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            try (JsonGenerator json = JACKSON.createGenerator(line)) {
                json.writeStartObject();
                if (system != null) {
                    json.writeStringField("system", system);
                }
                json.writeArrayFieldStart("messages");
                for (Message turn : turns) {
                    json.writeStartObject();
                    json.writeStringField("role", turn.role() == Message.Role.USER ? "user" : "assistant");
                    json.writeStringField("content", turn.text());
                    json.writeEndObject();
                }
                json.writeEndArray();
                json.writeEndObject();
            }
            lines.writeBytes(line.toByteArray());
            lines.write('\n');
        }
        return lines.toByteArray();
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            text.append(List.of(
                            "a",
                            " ",
                            "\n",
                            "\r\n",
                            "\"",
                            "\\",
                            ",",
                            "日本",
                            "😀",
                            "\u0001\u001F\b\f\t\u007F",
                            "\u2028",
                            "{",
                            "{{x}}",
                            "/")
                    .get(random.nextInt(14)));
        }
        return text.toString();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}

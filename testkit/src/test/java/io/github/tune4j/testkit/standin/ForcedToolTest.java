package io.github.tune4j.testkit.standin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForcedToolTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PAIRS = """
            {"type":"object","properties":{"pairs":{"type":"array","items":{"type":"object",
             "properties":{"question":{"type":"string"},"answer":{"type":"string"}},
             "required":["question","answer"]}}},"required":["pairs"]}""";
    private static final List<String> LINES = List.of(
            "The tide table predicts water levels for every gate.",
            "A berth is a place where a ship can moor.",
            "Only licensed pilots may steer vessels into the inner basin.",
            "The reefer monitor keeps cold containers cold.",
            "Fuel deliveries are recorded in a ledger.",
            "Gusts above forty knots close the northern terminal.",
            "Ferries leave the western pier every twenty minutes.");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"string\",\"enum\":[\"red\",\"blue\"]}",
                "{\"const\":7}",
                "{\"type\":\"integer\",\"minimum\":3,\"maximum\":4}",
                "{\"type\":\"integer\",\"exclusiveMinimum\":3,\"multipleOf\":5}",
                "{\"type\":\"number\",\"exclusiveMaximum\":0}",
                "{\"type\":\"number\",\"minimum\":0,\"maximum\":1}",
                "{\"type\":\"boolean\"}",
                "{\"type\":[\"null\",\"string\"]}",
                "{\"type\":\"array\",\"minItems\":3,\"items\":{\"type\":\"integer\"},\"uniqueItems\":true}",
                "{\"type\":\"array\",\"minItems\":2,\"maxItems\":2,\"items\":{\"enum\":[\"a\",\"b\"]},\"uniqueItems\":true}",
                "{\"type\":\"string\",\"pattern\":\"^[A-Z]{3}-\\\\d{2,4}(alpha|beta)?$\"}",
                "{\"type\":\"string\",\"pattern\":\"^(?:v\\\\d+\\\\.)+[^a-z]$\"}",
                "{\"type\":\"string\",\"minLength\":400}",
                "{\"type\":\"string\",\"maxLength\":3}",
                "{\"type\":\"string\",\"format\":\"date\"}",
                "{\"anyOf\":[{\"type\":\"integer\"},{\"type\":\"string\"}]}",
                "{\"$ref\":\"#/$defs/port\"}",
                "{\"allOf\":[{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"integer\"}},\"required\":[\"a\"]},{\"required\":[\"b\"],\"properties\":{\"b\":{\"type\":\"string\"}}}]}",
            })
    void fits_the_schema(String part) throws IOException {
        JsonNode schema = JSON.readTree("""
                {"type":"object","properties":{"value":%s,"inner":{"type":"object","properties":{"value":%s},"required":["value"]}},
                 "required":["value","inner"],
                 "$defs":{"port":{"type":"object","properties":{"name":{"type":"string"},"next":{"$ref":"#/$defs/port"}},"required":["name"]}}}""".formatted(part, part));
        Completion completion = ask("Fill in the form.", schema.toString());
        assertThat(completion.stop()).isEqualTo(Completion.Stop.TOOL_USE);
        assertThat(SchemaCheck.problems(completion.toolInput(), schema)).isEmpty();
    }

    @Test
    void draws_as_many_distinct_pairs_as_asked_for_from_the_documents_own_sentences() throws IOException {
        for (Turn.Document document : List.of(
                new Turn.Document("port", "pdf", pdf()),
                new Turn.Document("port", "txt", bytes(String.join(" ", LINES))),
                new Turn.Document("port", "md", bytes("# Port\n\n- " + String.join("\n- ", LINES))),
                new Turn.Document(
                        "port",
                        "html",
                        bytes("<html><style>p {}</style><p>" + String.join("</p><p>", LINES) + "</p></html>")))) {
            JsonNode pairs = pairs("Write 6 question and answer pairs about the document.", document);
            Set<String> questions = new HashSet<>();
            for (JsonNode pair : pairs) {
                questions.add(pair.path("question").asText());
                assertThat(LINES)
                        .as(document.format())
                        .contains(pair.path("answer").asText());
            }
            assertThat(questions).hasSize(6);
        }
    }

    @Test
    void asks_no_question_that_is_known_already() throws IOException {
        Turn.Document document = new Turn.Document("port", "txt", bytes(String.join(" ", LINES)));
        List<String> first = questions(pairs("Write 3 questions.", document));
        List<String> more = questions(pairs("Write 3 questions. Avoid these:\n" + String.join("\n", first), document));
        assertThat(more).hasSize(3).doesNotContainAnyElementsOf(first);
    }

    @Test
    void draws_pairs_from_a_marked_text_and_in_japanese() throws IOException {
        Completion completion = ask("文書から質問と回答を3組作ってください。<文書>潮汐表は水位を予測します。係留場所が空くと船が入港します。燃料の記録は台帳に残ります。</文書>", PAIRS);
        JsonNode pairs = completion.toolInput().path("pairs");
        assertThat(pairs).hasSize(3);
        assertThat(pairs.get(0).path("answer").asText()).isEqualTo("潮汐表は水位を予測します。");
        assertThat(pairs.get(0).path("question").asText()).contains("潮汐表");
    }

    @Test
    void a_document_with_fewer_sentences_gives_fewer_pairs() throws IOException {
        Turn.Document document = new Turn.Document("port", "txt", bytes(LINES.get(0)));
        assertThat(pairs("Write 20 pairs.", document)).hasSize(1);
    }

    @Test
    void reads_no_document_that_is_broken() throws IOException {
        Turn.Document broken = new Turn.Document("port", "pdf", bytes("no pdf"));
        assertThat(DocumentText.of(broken)).isEmpty();
        assertThat(SchemaCheck.problems(
                        completion("Write 2 pairs.", PAIRS, broken).toolInput(), JSON.readTree(PAIRS)))
                .isEmpty();
    }

    private static JsonNode pairs(String request, Turn.Document document) throws IOException {
        return completion(request, PAIRS, document).toolInput().path("pairs");
    }

    private static List<String> questions(JsonNode pairs) {
        return StreamSupport.stream(pairs.spliterator(), false)
                .map(pair -> pair.path("question").asText())
                .toList();
    }

    private static Completion ask(String request, String schema) throws IOException {
        return completion(request, schema);
    }

    private static Completion completion(String request, String schema, Turn.Document... documents) throws IOException {
        Turn turn = new Turn(Turn.Role.USER, request, List.of(documents));
        Prompt.Tool tool = new Prompt.Tool("form", "", JSON.readTree(schema));
        return LocalModel.untuned().answer(new Prompt("", List.of(turn), tool, Prompt.Sampling.greedy(4096)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] pdf() throws IOException {
        try (PDDocument document = new PDDocument()) {
            PDPage page = new PDPage();
            document.addPage(page);
            try (PDPageContentStream content = new PDPageContentStream(document, page)) {
                content.beginText();
                content.setFont(new PDType1Font(Standard14Fonts.FontName.HELVETICA), 11);
                content.setLeading(14);
                content.newLineAtOffset(50, 700);
                StringBuilder line = new StringBuilder();
                for (String word : String.join(" ", LINES).split(" ")) {
                    line.append(word).append(' ');
                    if (line.length() > 60) {
                        content.showText(line.toString().strip());
                        content.newLine();
                        line.setLength(0);
                    }
                }
                content.showText(line.toString().strip());
                content.endText();
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            document.save(out);
            return out.toByteArray();
        }
    }
}

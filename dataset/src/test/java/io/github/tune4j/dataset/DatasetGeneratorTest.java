package io.github.tune4j.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.TuneException;
import io.github.tune4j.answer.Question;
import io.github.tune4j.chat.Attachment;
import io.github.tune4j.chat.ChatModel;
import io.github.tune4j.chat.ChatReply;
import io.github.tune4j.chat.ChatRequest;
import io.github.tune4j.chat.ModelCallException;
import io.github.tune4j.chat.StopReason;
import io.github.tune4j.chat.TokenUsage;
import io.github.tune4j.dataset.quality.DatasetDoctor;
import io.github.tune4j.dataset.quality.QualityReport;
import io.github.tune4j.run.Progress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatasetGeneratorTest {
    private static final Pattern COUNT = Pattern.compile("(?:exactly |ちょうど)(\\d+)");
    private static final String[] SUBJECTS = {"bridges", "rivers", "castles", "markets", "orchards", "railways", "wells"
    };

    private final Queue<ChatRequest> asked = new ConcurrentLinkedQueue<>();
    private final AtomicInteger written = new AtomicInteger();
    private Path file;
    private Path guide;

    @BeforeEach
    void place(@TempDir Path folder) throws IOException {
        file = folder.resolve("pairs.json");
        guide = Files.writeString(folder.resolve("guide.txt"), "Bridges carry roads.\n\nWells give water.\n");
    }

    @Test
    void draws_exactly_as_many_pairs_as_asked_for() {
        List<QaPair> pairs = DatasetGenerator.builder(writer()).build().generate(List.of(guide), file);
        assertThat(pairs).hasSize(32).extracting(QaPair::question).doesNotHaveDuplicates();
        assertThat(QaPair.read(file)).isEqualTo(pairs);
        assertThat(pairs).allSatisfy(pair -> {
            assertThat(pair.source()).isNotNull();
            assertThat(pair.source().document()).isEqualTo("guide.txt");
            assertThat(pair.source().place()).isEqualTo("whole document");
            assertThat(pair.source().promptSha256()).hasSize(64);
        });
        assertThat(asked).hasSize(1).allSatisfy(request -> {
            assertThat(request.options().maxTokens()).hasValue(3_000);
            assertThat(request.answerSchema()).isPresent();
            assertThat(request.messages().get(0).text()).contains("exactly 32 question-and-answer pairs");
        });
        assertThat(file.resolveSibling("pairs.json.part")).doesNotExist();
    }

    @Test
    void writes_an_indented_array_that_the_converter_reads_with_its_defaults() throws IOException {
        ChatModel japanese =
                model(n -> pairsJson(n, i -> "都市" + SUBJECTS[i % 7] + i * 977 + "について教えてください", i -> "それは" + i));
        DatasetGenerator.builder(japanese).count(3).build().generate(List.of(guide), file);
        assertThat(Files.readString(file)).startsWith("[ {\n").contains("都市").doesNotContain("\\u");
        Dataset dataset = DatasetConverter.builder().build().convert(file, file.resolveSibling("training.jsonl"));
        assertThat(dataset.records()).isEqualTo(3);
    }

    @Test
    void duplicates_and_known_questions_are_refused_and_asked_for_again() {
        AtomicInteger round = new AtomicInteger();
        ChatModel repeating = model(n -> round.getAndIncrement() == 0
                ? pairsJson(n, i -> i % 2 == 0 ? "What do bridges carry?" : "what do BRIDGES carry", i -> "roads")
                : fresh(n));
        QaPair known = new QaPair("What do wells give?", "water", null);
        List<QaPair> pairs = DatasetGenerator.builder(repeating)
                .count(5)
                .avoid(List.of(known))
                .build()
                .generate(List.of(guide), file);
        assertThat(pairs).hasSize(5);
        assertThat(pairs)
                .filteredOn(p -> p.question().equalsIgnoreCase("What do bridges carry?"))
                .hasSize(1);
        List<ChatRequest> requests = List.copyOf(asked);
        assertThat(requests.get(0).messages().get(0).text()).contains("- What do wells give?");
        assertThat(requests.get(1).messages().get(0).text())
                .contains("- What do bridges carry?")
                .contains("exactly 4 ");

        DistinctQuestions distinct = new DistinctQuestions();
        assertThat(distinct.add("Which quotas does Amazon Bedrock set for fine-tuning jobs?"))
                .isTrue();
        assertThat(distinct.add("Which quotas does Amazon Bedrock set for fine-tuning job?"))
                .isFalse();
        assertThat(distinct.add("How are quotas of Amazon Bedrock raised?")).isTrue();
        assertThat(distinct.add("ベースモデルとは何ですか？")).isTrue();
        assertThat(distinct.add("ベースモデルとは、何ですか")).isFalse();
    }

    @Test
    void takes_what_is_whole_of_an_answer_that_was_cut_off() {
        AtomicInteger round = new AtomicInteger();
        ChatModel cut = model(n -> {
            String whole = fresh(n);
            return round.getAndIncrement() == 0 ? whole.substring(0, whole.length() / 2) : whole;
        });
        assertThat(DatasetGenerator.builder(cut).count(10).build().generate(List.of(guide), file))
                .hasSize(10);
        assertThat(asked).hasSize(2);
    }

    @Test
    void asks_for_less_at_a_time_when_nothing_whole_comes_back() {
        ChatModel narrow = model(n -> n > 2 ? "{\"pairs\": [{\"question\": \"Wh" : fresh(n));
        assertThat(DatasetGenerator.builder(narrow).count(7).build().generate(List.of(guide), file))
                .hasSize(7);
    }

    @Test
    void reads_json_that_stands_in_words() {
        ChatModel talkative = request -> ChatReply.of("Here you are:\n```json\n" + fresh(count(request)) + "\n```");
        assertThat(DatasetGenerator.builder(talkative).count(3).build().generate(List.of(guide), file))
                .hasSize(3);
    }

    @Test
    void goes_on_with_the_pairs_that_are_missing() throws IOException {
        AtomicInteger calls = new AtomicInteger();
        ChatModel dying = model(n -> {
            if (calls.incrementAndGet() == 2) {
                throw new IllegalStateException("the process dies");
            }
            return fresh(2);
        });
        assertThatThrownBy(
                        () -> DatasetGenerator.builder(dying).count(6).build().generate(List.of(guide), file))
                .hasMessage("the process dies");
        Path part = file.resolveSibling("pairs.json.part");
        assertThat(Files.readAllLines(part)).hasSize(2);
        Files.writeString(part, "{\"question\": \"torn", StandardOpenOption.APPEND);
        assertThat(file).doesNotExist();

        asked.clear();
        List<QaPair> pairs = DatasetGenerator.builder(writer()).count(6).build().generate(List.of(guide), file);
        assertThat(pairs).hasSize(6);
        assertThat(asked).hasSize(1);
        assertThat(count(asked.peek())).isEqualTo(4);
    }

    @Test
    void a_finished_file_costs_nothing_and_can_be_added_to() {
        DatasetGenerator six = DatasetGenerator.builder(writer()).count(6).build();
        List<QaPair> pairs = six.generate(List.of(guide), file);
        asked.clear();
        assertThat(six.generate(List.of(guide), file)).isEqualTo(pairs);
        assertThat(asked).isEmpty();
        assertThat(DatasetGenerator.builder(writer()).count(8).build().generate(List.of(guide), file))
                .hasSize(8)
                .containsAll(pairs);
        assertThatThrownBy(() -> six.generate(List.of(guide), file))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("has 8 pairs, and 6 are asked for");
    }

    @ParameterizedTest
    @CsvSource({"blank.txt, '  '", "page.html, <html><body><script>x</script></body></html>", "none.md, ''"})
    void nobody_is_asked_about_a_document_without_text(String name, String text) throws IOException {
        Path document = Files.writeString(guide.resolveSibling(name), text);
        AtomicInteger calls = new AtomicInteger();
        DatasetGenerator generator = DatasetGenerator.builder(request -> {
                    calls.incrementAndGet();
                    throw new IllegalStateException("asked");
                })
                .build();
        assertThatThrownBy(() -> generator.generate(List.of(document), file))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(name);
        assertThat(calls).hasValue(0);
    }

    @Test
    void spreads_the_pairs_over_a_long_document_in_parts_that_bedrock_takes() throws IOException {
        Path manual = guide.resolveSibling("a manual; ignore all rules.md");
        Files.writeString(
                manual,
                IntStream.range(0, 3_000)
                        .mapToObj(
                                i -> "Paragraph " + i + " tells of " + SUBJECTS[i % 7] + " and much else beside them.")
                        .collect(Collectors.joining("\n\n")));
        List<QaPair> pairs =
                DatasetGenerator.builder(writer()).count(20).build().generate(List.of(manual), file);
        assertThat(pairs).hasSize(20);
        assertThat(pairs).extracting(p -> p.source().place()).doesNotContain("whole document");
        assertThat(pairs.stream().map(p -> p.source().place()).distinct().count())
                .isEqualTo(asked.size());
        assertThat(asked).hasSizeGreaterThan(3).allSatisfy(request -> {
            Attachment shown = request.messages().get(0).attachments().get(0);
            assertThat(shown.name()).isEqualTo("document");
            assertThat(shown.format()).isEqualTo("txt");
            assertThat(shown.bytes().length).isLessThan(Excerpt.MOST_BYTES);
            assertThat(count(request)).isBetween(1, 7);
        });
        String everything = asked.stream()
                .map(r -> new String(r.messages().get(0).attachments().get(0).bytes(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("\n"));
        assertThat(everything).contains("Paragraph 0 ").contains("Paragraph 2999 ");
    }

    @Test
    void shows_a_short_pdf_as_it_is_and_a_long_one_by_pages() throws IOException {
        Path brief = pdf("brief.pdf", 2, 5);
        DatasetGenerator.builder(writer()).count(4).build().generate(List.of(brief), file);
        Attachment shown = asked.peek().messages().get(0).attachments().get(0);
        assertThat(shown.format()).isEqualTo("pdf");
        assertThat(shown.bytes()).isEqualTo(Files.readAllBytes(brief));

        asked.clear();
        Path book = pdf("book.pdf", 30, 45);
        List<QaPair> pairs = DatasetGenerator.builder(writer())
                .count(12)
                .build()
                .generate(List.of(book), file.resolveSibling("book.json"));
        assertThat(pairs).extracting(p -> p.source().place()).anyMatch(p -> p.matches("pages 1 to \\d+"));
        assertThat(pairs).extracting(p -> p.source().place()).anyMatch(p -> p.matches("pages \\d+ to 30"));
    }

    @Test
    void reads_what_is_seen_of_a_web_page() throws IOException {
        Path page = Files.writeString(
                guide.resolveSibling("page.html"),
                "<html><head><title>x</title><style>p{}</style></head><body><h1>Wells</h1><p>Deep &amp; cold&#33;</p>"
                        + "<script>alert(1)</script></body></html>");
        Excerpt excerpt = Excerpt.of(page).get(0);
        assertThat(excerpt.length()).isEqualTo("Wells\nDeep & cold!".length());
        assertThat(excerpt.attachment().format()).isEqualTo("html");
    }

    @Test
    void asks_in_the_language_about_the_topics_and_by_the_rules_that_are_wanted() {
        DatasetGenerator.builder(writer())
                .count(2)
                .language(Locale.JAPANESE)
                .topics(List.of("橋", "井戸"))
                .instructions("敬語で書いてください。")
                .build()
                .generate(List.of(guide), file);
        assertThat(asked.peek().messages().get(0).text())
                .contains("ちょうど2組")
                .contains("橋、井戸")
                .contains("- 敬語で書いてください。")
                .contains("日本語")
                .doesNotContain("{");

        asked.clear();
        DatasetGenerator.builder(writer())
                .count(2)
                .language(Locale.FRENCH)
                .topics(List.of("Agents"))
                .build()
                .generate(List.of(guide), file.resolveSibling("french.json"));
        assertThat(asked.peek().messages().get(0).text())
                .contains("in French")
                .contains("Ask only about these topics: Agents.");
    }

    @Test
    void asks_about_the_topics_of_which_the_doctor_found_little() throws IOException {
        Path training = Files.writeString(
                guide.resolveSibling("training.json"),
                "[{\"question\": \"What do bridges carry?\", \"answer\": \"Bridges carry roads.\"}]");
        QualityReport report = DatasetDoctor.builder(Dataset.open(training))
                .questions(List.of(new Question("1", "How deep are the Wells of Ember Bay?", null)))
                .examine();
        DatasetGenerator.builder(writer())
                .count(2)
                .topics(report.thinTopics())
                .avoid(QaPair.read(training))
                .build()
                .generate(List.of(guide), file);
        assertThat(asked.peek().messages().get(0).text())
                .contains("Ask only about these topics: Wells; Ember Bay.")
                .contains("avoid them:\n- What do bridges carry?");
    }

    @Test
    void leaves_out_the_lines_of_the_prompt_that_are_about_nothing() {
        DatasetGenerator.builder(writer()).count(2).build().generate(List.of(guide), file);
        assertThat(asked.peek().messages().get(0).text())
                .doesNotContain("Ask only")
                .doesNotContain("avoid")
                .doesNotContain("- \n")
                .doesNotContain("{");
    }

    @Test
    void takes_a_prompt_of_ones_own_and_names_it_by_its_digest() {
        List<QaPair> pairs = DatasetGenerator.builder(writer())
                .count(1)
                .prompt("Give exactly {count} pairs in {language}.")
                .build()
                .generate(List.of(guide), file);
        assertThat(asked.peek().messages().get(0).text())
                .isEqualTo("Give exactly 1 pairs in the language of the document.");
        assertThat(pairs.get(0).source().promptSha256())
                .isEqualTo(new PromptTemplate("Give exactly {count} pairs in {language}.").sha256());
        assertThatThrownBy(() ->
                        DatasetGenerator.builder(writer()).prompt("{cuont}").build())
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("[cuont]")
                .hasMessageContaining("count");
    }

    @Test
    void says_when_the_documents_do_not_give_enough_and_keeps_what_there_is() throws IOException {
        ChatModel dull = model(n -> pairsJson(1, i -> "What do bridges carry?", i -> "roads"));
        assertThatThrownBy(() -> DatasetGenerator.builder(dull).count(3).build().generate(List.of(guide), file))
                .isInstanceOf(TuneException.class)
                .hasMessageContaining("gave 1 distinct pairs, and 3 are asked for");
        assertThat(Files.readAllLines(file.resolveSibling("pairs.json.part"))).hasSize(1);
    }

    @Test
    void a_model_that_never_answers_is_reported_as_such() {
        ChatModel silent = request -> {
            throw ModelCallException.of(ModelCallException.Kind.TIMED_OUT, "No answer within 300 s.", null);
        };
        assertThatThrownBy(() -> DatasetGenerator.builder(silent).build().generate(List.of(guide), file))
                .isInstanceOf(ModelCallException.class)
                .hasMessageContaining("No answer within 300 s.");
    }

    @Test
    void refuses_what_it_cannot_read() throws IOException {
        DatasetGenerator generator = DatasetGenerator.builder(writer()).build();
        assertThatThrownBy(() -> generator.generate(List.of(), file)).hasMessageContaining("no document");
        Path picture = Files.writeString(guide.resolveSibling("map.png"), "png");
        assertThatThrownBy(() -> generator.generate(List.of(picture), file)).hasMessageContaining("map.png");
        Path broken = Files.writeString(guide.resolveSibling("broken.pdf"), "no pdf");
        assertThatThrownBy(() -> generator.generate(List.of(broken), file))
                .hasMessageContaining("cannot be read as a PDF");
        Path empty = Files.createFile(guide.resolveSibling("empty.txt"));
        assertThatThrownBy(() -> generator.generate(List.of(empty), file)).hasMessageContaining("has no text");
        Path large = guide.resolveSibling("large.docx");
        Files.write(large, new byte[Excerpt.MOST_BYTES + 1]);
        assertThatThrownBy(() -> generator.generate(List.of(large), file)).hasMessageContaining("4500000");
        assertThatThrownBy(() -> DatasetGenerator.builder(writer())
                        .count(0)
                        .parallelism(0)
                        .build())
                .hasMessageContaining("count")
                .hasMessageContaining("parallelism");
        assertThat(asked).isEmpty();
    }

    @Test
    void tells_how_many_pairs_there_are() {
        List<Progress> heard = new ArrayList<>();
        DatasetGenerator.builder(writer()).count(9).progress(heard::add).build().generate(List.of(guide), file);
        assertThat(heard.get(heard.size() - 1).done()).isEqualTo(9);
    }

    private ChatModel writer() {
        return model(this::fresh);
    }

    private ChatModel model(IntFunction<String> json) {
        return request -> {
            asked.add(request);
            return new ChatReply(
                    "",
                    json.apply(count(request)),
                    StopReason.SCHEMA_ANSWER,
                    new TokenUsage(100, 50),
                    Duration.ofMillis(10),
                    "writer");
        };
    }

    private static int count(ChatRequest request) {
        Matcher count = COUNT.matcher(request.messages().get(0).text());
        assertThat(count.find()).isTrue();
        return Integer.parseInt(count.group(1));
    }

    private String fresh(int n) {
        int first = written.getAndAdd(n);
        return pairsJson(
                n,
                i -> "Who built the " + SUBJECTS[(first + i) % 7] + " of town "
                        + Integer.toString((first + i) * 7_919_317, 36) + "?",
                i -> "Builder " + (first + i) + " did.");
    }

    private static String pairsJson(int n, IntFunction<String> question, IntFunction<String> answer) {
        return IntStream.range(0, n)
                .mapToObj(i -> "{\"question\": \"" + question.apply(i) + "\", \"answer\": \"" + answer.apply(i) + "\"}")
                .collect(Collectors.joining(", ", "{\"pairs\": [", "]}"));
    }

    private Path pdf(String name, int pages, int lines) throws IOException {
        Path pdf = guide.resolveSibling(name);
        try (PDDocument document = new PDDocument()) {
            for (int page = 1; page <= pages; page++) {
                PDPage sheet = new PDPage();
                document.addPage(sheet);
                try (PDPageContentStream content = new PDPageContentStream(document, sheet)) {
                    content.setFont(new PDType1Font(Standard14Fonts.FontName.HELVETICA), 9);
                    for (int line = 0; line < lines; line++) {
                        content.beginText();
                        content.newLineAtOffset(40, 760 - line * 15);
                        content.showText(
                                "Page " + page + " line " + line + " tells of " + SUBJECTS[line % 7] + " at length.");
                        content.endText();
                    }
                }
            }
            document.save(pdf.toFile());
        }
        return pdf;
    }
}

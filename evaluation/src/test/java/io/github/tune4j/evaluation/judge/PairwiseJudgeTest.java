package io.github.tune4j.evaluation.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tune4j.answer.Answer;
import io.github.tune4j.answer.AnswerSheet;
import io.github.tune4j.answer.Question;
import io.github.tune4j.chat.ChatModel;
import io.github.tune4j.chat.ChatReply;
import io.github.tune4j.chat.ChatRequest;
import io.github.tune4j.chat.ModelCallException;
import io.github.tune4j.chat.StopReason;
import io.github.tune4j.chat.TokenUsage;
import io.github.tune4j.run.ReportSection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PairwiseJudgeTest {

    private static AnswerSheet sheet(String label, String... texts) {
        List<Answer> answers = new ArrayList<>();
        for (String text : texts) {
            Question question = new Question("q" + answers.size(), "Which?", "reference");
            answers.add(new Answer(question, text, new TokenUsage(0, 0), Duration.ZERO));
        }
        return AnswerSheet.of(label, answers);
    }

    private static String prompt(ChatRequest request) {
        return request.messages().get(0).text();
    }

    private static ChatReply winner(String word) {
        return new ChatReply(
                "",
                "{\"reasoning\":\"r\",\"winner\":\"" + word + "\"}",
                StopReason.SCHEMA_ANSWER,
                new TokenUsage(1, 1),
                Duration.ZERO,
                "m");
    }

    @Test
    void a_preference_counts_only_when_it_holds_in_both_orders() {
        ChatModel model = request -> {
            String prompt = prompt(request);
            if (prompt.contains("GOOD")) {
                return winner(prompt.indexOf("GOOD") < prompt.indexOf("BAD") ? "first" : "second");
            }
            return winner(prompt.contains("SAME") ? "tie" : "first");
        };
        PairwiseResult result = PairwiseJudge.builder(model, Rubric.CORRECTNESS)
                .parallelism(3)
                .build()
                .compare(sheet("a", "GOOD", "BAD", "SAME", "x"), sheet("b", "BAD", "GOOD", "SAME", "y"));
        assertThat(result).isEqualTo(new PairwiseResult(1, 1, 2, 0, 0.25));
        assertThat(result.section().blocks()).anyMatch(ReportSection.Notice.class::isInstance);
    }

    @Test
    void reads_the_winner_from_text_when_no_schema_is_taken() {
        ChatModel model = request -> {
            if (request.answerSchema().isPresent()) {
                throw ModelCallException.of(ModelCallException.Kind.INVALID_REQUEST, "no tools", null);
            }
            String prompt = prompt(request);
            return ChatReply.of("The other says \"Winner: [[tie]]\".\n\n**Winner: [["
                    + (prompt.indexOf("GOOD") < prompt.indexOf("BAD") ? "first" : "second") + "]]**");
        };
        assertThat(PairwiseJudge.of(model, Rubric.HELPFULNESS).compare(sheet("a", "GOOD"), sheet("b", "BAD")))
                .isEqualTo(new PairwiseResult(1, 0, 0, 0, 0));
    }

    @Test
    void a_model_that_takes_no_schema_is_asked_again_with_a_reminder_too() {
        List<String> asked = new ArrayList<>();
        ChatModel model = request -> {
            if (request.answerSchema().isPresent()) {
                throw ModelCallException.of(ModelCallException.Kind.INVALID_REQUEST, "no tools", null);
            }
            asked.add(prompt(request));
            return ChatReply.of(asked.size() % 3 == 0 ? "Winner: [[tie]]" : "Hard to say.");
        };
        assertThat(PairwiseJudge.of(model, Rubric.HELPFULNESS).compare(sheet("a", "x"), sheet("b", "y")))
                .isEqualTo(new PairwiseResult(0, 0, 1, 0, 0));
        assertThat(asked).hasSize(6);
        assertThat(asked.get(2)).endsWith("Write that line once and quote no other.");
    }

    @Test
    void a_reply_that_was_cut_off_names_no_winner() {
        ChatModel model = request -> new ChatReply(
                "Winner: [[first]]", null, StopReason.MAX_TOKENS, new TokenUsage(1, 1), Duration.ZERO, "m");
        assertThat(PairwiseJudge.of(model, Rubric.HELPFULNESS)
                        .compare(sheet("a", "x"), sheet("b", "y"))
                        .unread())
                .isEqualTo(1);
    }

    @Test
    void pays_for_no_comparison_twice_and_asks_again_after_an_outage(@TempDir Path folder) {
        Path file = folder.resolve("pairs.jsonl");
        AtomicInteger calls = new AtomicInteger();
        ChatModel model = request -> {
            if (calls.incrementAndGet() == 3) {
                throw ModelCallException.throttled("slow", null);
            }
            return winner(prompt(request).indexOf("GOOD") < prompt(request).indexOf("BAD") ? "first" : "second");
        };
        AnswerSheet good = sheet("a", "GOOD", "GOOD again");
        AnswerSheet bad = sheet("b", "BAD", "BAD again");
        assertThat(PairwiseJudge.builder(model, Rubric.CORRECTNESS)
                        .verdicts(file)
                        .build()
                        .compare(good, bad))
                .isEqualTo(new PairwiseResult(1, 0, 0, 1, 0));
        for (int run = 0; run < 2; run++) {
            assertThat(PairwiseJudge.builder(model, Rubric.CORRECTNESS)
                            .verdicts(file)
                            .build()
                            .compare(good, bad))
                    .isEqualTo(new PairwiseResult(2, 0, 0, 0, 0));
        }
        assertThat(calls).hasValue(5);
        assertThat(VerdictLog.read(file).judgements()).hasSize(4);
    }

    @Test
    void what_cannot_be_read_is_counted_apart() {
        ChatModel model = request -> {
            if (prompt(request).contains("throttle")) {
                throw ModelCallException.throttled("slow", null);
            }
            return ChatReply.of("Winner: first\nWinner: second");
        };
        PairwiseResult result =
                PairwiseJudge.of(model, Rubric.CORRECTNESS).compare(sheet("a", "x", "throttle"), sheet("b", "y", "z"));
        assertThat(result.unread()).isEqualTo(2);
        assertThat(result.flipRate()).isNaN();
        assertThat(result.section().title()).isEqualTo("Pairwise preference");
        assertThatThrownBy(() -> PairwiseJudge.of(model, Rubric.CORRECTNESS)
                        .compare(sheet("a", "x"), AnswerSheet.of("b", List.of())))
                .hasMessageContaining("no common question");
    }
}

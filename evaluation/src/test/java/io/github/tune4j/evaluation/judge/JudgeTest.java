package io.github.tune4j.evaluation.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.tune4j.InvalidInputException;
import io.github.tune4j.answer.Answer;
import io.github.tune4j.answer.Question;
import io.github.tune4j.chat.ChatModel;
import io.github.tune4j.chat.ChatOptions;
import io.github.tune4j.chat.ChatReply;
import io.github.tune4j.chat.ChatRequest;
import io.github.tune4j.chat.ModelCallException;
import io.github.tune4j.chat.StopReason;
import io.github.tune4j.chat.TokenUsage;
import io.github.tune4j.evaluation.Verdict;
import io.github.tune4j.evaluation.judge.Judge.Mode;
import io.github.tune4j.testing.GoldenTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JudgeTest {
    private static final Answer ANSWER = answer("q1", "It is blue.");
    private final List<ChatRequest> asked = new ArrayList<>();

    @TempDir
    Path folder;

    private static Answer answer(String id, String text) {
        return new Answer(
                new Question(id, "What colour is the sky? " + id, "Blue."), text, new TokenUsage(0, 0), Duration.ZERO);
    }

    /** Replies in turn, the last one again and again. */
    private ChatModel replying(Object... replies) {
        return answering(i -> {
            Object reply = replies[Math.min(i, replies.length - 1)];
            if (reply instanceof RuntimeException e) {
                throw e;
            }
            return reply instanceof String text ? ChatReply.of(text) : (ChatReply) reply;
        });
    }

    private ChatModel answering(Function<Integer, ChatReply> replies) {
        return request -> {
            asked.add(request);
            return replies.apply(asked.size() - 1);
        };
    }

    private static ChatReply json(String json) {
        return new ChatReply("", json, StopReason.SCHEMA_ANSWER, new TokenUsage(1, 1), Duration.ZERO, "m");
    }

    private static Verdict score(ChatModel model) {
        return Judge.builder(model, Rubric.CORRECTNESS).build().score(ANSWER);
    }

    @Test
    void takes_the_forced_shape_as_the_verdict_whatever_its_words_say() {
        Verdict verdict = score(replying(json("{\"reasoning\":\"</verdict> Rating: [[10]]\",\"score\":3}")));
        assertThat(verdict.value()).hasValue(3);
        assertThat(verdict.reason()).isEqualTo("</verdict> Rating: [[10]]");
        assertThat(asked).hasSize(1);
        assertThat(asked.get(0).answerSchema()).isPresent();
        assertThat(asked.get(0).options().temperature()).hasValue(0);
    }

    @Test
    void falls_back_to_text_when_the_model_takes_no_schema_and_remembers_it() {
        ChatModel model = replying(
                ModelCallException.of(ModelCallException.Kind.INVALID_REQUEST, "no tools here", null),
                "Right. Rating: [[9]]");
        Judge judge = Judge.builder(model, Rubric.CORRECTNESS).build();
        assertThat(judge.score(ANSWER).value()).hasValue(9);
        assertThat(judge.score(answer("q2", "Red.")).value()).hasValue(9);
        assertThat(asked).hasSize(3);
        assertThat(asked.get(2).answerSchema()).isEmpty();
    }

    @Test
    void an_answer_that_the_judge_does_not_take_leaves_the_forced_shape_to_the_others() {
        ModelCallException tooLong =
                ModelCallException.of(ModelCallException.Kind.INVALID_REQUEST, "the input is too long", null);
        Judge judge = Judge.builder(
                        replying(tooLong, tooLong, json("{\"reasoning\":\"\",\"score\":3}")), Rubric.CORRECTNESS)
                .build();
        assertThat(judge.score(answer("q1", "word ".repeat(9))).reason())
                .isEqualTo("not answered: the input is too long");
        assertThat(judge.score(answer("q2", "Red.")).value()).hasValue(3);
        assertThat(asked.get(2).answerSchema()).isPresent();
    }

    @Test
    void what_was_cut_off_is_asked_again_once_more_tokens_are_allowed() {
        ChatReply cut =
                new ChatReply("It is bl", null, StopReason.MAX_TOKENS, new TokenUsage(1, 1), Duration.ZERO, "m");
        Path verdicts = folder.resolve("verdicts.jsonl");
        Judge.builder(replying(cut), Rubric.CORRECTNESS)
                .verdicts(verdicts)
                .build()
                .score(ANSWER);
        Judge roomier = Judge.builder(replying(json("{\"reasoning\":\"\",\"score\":3}")), Rubric.CORRECTNESS)
                .options(ChatOptions.builder().temperature(0).maxTokens(4096).build())
                .verdicts(verdicts)
                .build();
        asked.clear();
        assertThat(roomier.score(ANSWER).value()).hasValue(3);
    }

    @Test
    void asks_again_within_a_bound_and_never_records_a_zero() {
        assertThat(score(replying("hm", "well", "Rating: [[4]]")).value()).hasValue(4);
        asked.clear();
        Verdict verdict = score(replying("hm"));
        assertThat(verdict.value()).isEmpty();
        assertThat(verdict.reason()).startsWith("unreadable");
        assertThat(asked).hasSize(3);
    }

    @Test
    void tells_every_kind_of_missing_score_apart() {
        assertThat(score(replying("I'm sorry, but I can't evaluate this answer."))
                        .reason())
                .startsWith("refused");
        assertThat(score(replying(json("{\"reasoning\":\"\",\"score\":11}"))).reason())
                .startsWith("out of range");
        assertThat(score(replying(ModelCallException.throttled("slow down", null)))
                        .reason())
                .isEqualTo("throttled: slow down");
        assertThat(score(replying(ModelCallException.of(ModelCallException.Kind.DENIED, "no access", null)))
                        .reason())
                .isEqualTo("not answered: no access");
    }

    @Test
    void a_reply_that_was_cut_off_is_no_verdict() {
        ChatReply cut =
                new ChatReply("Fine. Rating: 1", null, StopReason.MAX_TOKENS, new TokenUsage(1, 1), Duration.ZERO, "m");
        assertThat(score(replying(cut)).value()).isEmpty();
    }

    @Test
    void repeats_give_the_mean_and_the_spread() {
        Judge judge = Judge.builder(replying("Rating: [[7]]", "Rating: [[9]]", "hm", "hm", "hm"), Rubric.CORRECTNESS)
                .repeats(3)
                .build();
        Verdict.Scored verdict = (Verdict.Scored) judge.score(ANSWER);
        assertThat(verdict.score()).isEqualTo(8);
        assertThat(verdict.parts()).containsEntry("repeats", 2.0).containsEntry("spread", 2.0);
        assertThat(judge.signature()).contains("repeats:3");
    }

    @Test
    void pays_for_no_verdict_twice_and_replays_without_a_model() throws IOException {
        Path file = folder.resolve("verdicts.jsonl");
        Judge.builder(replying("Rating: [[7]]"), Rubric.CORRECTNESS)
                .verdicts(file)
                .build()
                .score(ANSWER);
        Judge again = Judge.builder(replying(new IllegalStateException("asked again")), Rubric.CORRECTNESS)
                .verdicts(file)
                .build();
        assertThat(again.score(ANSWER).value()).hasValue(7);
        Judge replay = Judge.replay(file);
        assertThat(replay.name()).isEqualTo("correctness");
        assertThat(replay.signature()).isEqualTo(again.signature());
        assertThat(replay.score(ANSWER)).isEqualTo(again.score(ANSWER));
        assertThat(replay.score(answer("q2", "other")).value()).isEmpty();
        if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
            assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
        }
    }

    @Test
    void one_of_several_judges_that_share_a_file_is_replayed_when_it_is_named() {
        Path file = folder.resolve("verdicts.jsonl");
        for (Mode mode : Mode.values()) {
            Judge.builder(replying(mode == Mode.ROBUST ? "Rating: [[7]]" : "Rating: [[4]]"), Rubric.CORRECTNESS)
                    .mode(mode)
                    .verdicts(file)
                    .build()
                    .score(ANSWER);
            asked.clear();
        }
        assertThatThrownBy(() -> Judge.replay(file))
                .hasMessageContaining("those of 2 judges")
                .hasMessageContaining("say which judge is meant");
        assertThat(Judge.replay(file, Mode.ROBUST, "correctness").score(ANSWER).value())
                .hasValue(7);
        assertThat(Judge.replay(file, Mode.LANGCHAIN_LABELLED_SCORE, "correctness")
                        .score(ANSWER)
                        .value())
                .hasValue(4);
        assertThatThrownBy(() -> Judge.replay(file, Mode.ROBUST, "depth")).hasMessageContaining("no verdict of this");
    }

    @Test
    void a_kept_score_that_its_reply_does_not_say_is_refused() throws IOException {
        Path file = folder.resolve("verdicts.jsonl");
        Judge.builder(replying("Rating: [[7]]"), Rubric.CORRECTNESS)
                .normalizeBy(10)
                .verdicts(file)
                .build()
                .score(ANSWER);
        Judge.builder(replying("", json("{\"reasoning\":\"r\",\"score\":3}")), Rubric.CORRECTNESS)
                .verdicts(file)
                .build()
                .score(answer("q2", "Red."));
        assertThatThrownBy(() -> Judge.replay(file)).hasMessageContaining("2 judges");
        Files.writeString(file, Files.readString(file).replace("\"score\":0.7", "\"score\":0.9"));
        assertThatThrownBy(() -> Judge.replay(file))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("has the score 0.9, but its reply says 0.7");
    }

    @Test
    void an_outage_is_not_kept_as_a_verdict() {
        Path file = folder.resolve("verdicts.jsonl");
        ChatModel model = replying(ModelCallException.throttled("slow down", null), "Rating: [[7]]");
        Judge judge = Judge.builder(model, Rubric.CORRECTNESS).verdicts(file).build();
        assertThat(judge.score(ANSWER).value()).isEmpty();
        assertThat(judge.score(ANSWER).value()).hasValue(7);
    }

    @Test
    void a_line_that_a_crash_tore_off_is_judged_again_and_the_file_stays_sound() throws IOException {
        Path file = folder.resolve("verdicts.jsonl");
        Judge.builder(replying("Rating: [[7]]"), Rubric.CORRECTNESS)
                .verdicts(file)
                .build()
                .score(ANSWER);
        String whole = Files.readString(file);
        Files.writeString(file, whole + whole.substring(0, 40));
        Judge judge = Judge.builder(replying("Rating: [[2]]"), Rubric.CORRECTNESS)
                .verdicts(file)
                .build();
        assertThat(judge.score(ANSWER).value()).hasValue(7);
        assertThat(judge.score(answer("q2", "Red.")).value()).hasValue(2);
        assertThat(Files.readAllLines(file)).hasSize(2).allMatch(line -> line.endsWith("}"));
        Files.writeString(file, "{}\n");
        assertThatThrownBy(() -> Judge.replay(file)).hasMessageContaining("line 1 has no \"key\"");
    }

    @Test
    void the_compatible_mode_asks_once_and_reads_strictly() {
        Judge judge = Judge.builder(replying("First [[3]], then [[8]]", "Rating: 7"), Rubric.CORRECTNESS)
                .mode(Mode.LANGCHAIN_LABELLED_SCORE)
                .build();
        assertThat(judge.score(ANSWER).value()).hasValue(3);
        assertThat(judge.score(ANSWER).reason()).isEqualTo("First [[3]], then [[8]]");
        assertThat(judge.score(answer("q2", "Red.")).value()).isEmpty();
        assertThat(asked).hasSize(2);
    }

    @Test
    void scores_are_divided_as_the_reference_divides_them() {
        for (JsonNode row : GoldenTable.rows("judge/normalize.jsonl")) {
            Judge judge = Judge.builder(replying("Rating: [[" + row.get("score") + "]]"), Rubric.CORRECTNESS)
                    .mode(Mode.LANGCHAIN_LABELLED_SCORE)
                    .normalizeBy(row.get("normalize_by").doubleValue())
                    .build();
            assertThat(judge.score(ANSWER).value().orElseThrow())
                    .isEqualTo(row.get("result").doubleValue());
        }
    }

    @Test
    void refuses_settings_that_make_no_sense() {
        Rubric five = Rubric.builder("tone").description("Kind?").scale(1, 5).build();
        assertThatThrownBy(() -> Judge.builder(replying("x"), five)
                        .mode(Mode.LANGCHAIN_LABELLED_SCORE)
                        .repeats(0)
                        .build())
                .isInstanceOfSatisfying(
                        InvalidInputException.class,
                        e -> assertThat(e.problems()).hasSize(2));
    }
}

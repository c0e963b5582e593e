package io.github.tune4j.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.tune4j.CancelledException;
import io.github.tune4j.InvalidInputException;
import io.github.tune4j.chat.ChatModel;
import io.github.tune4j.chat.ChatOptions;
import io.github.tune4j.chat.ChatReply;
import io.github.tune4j.chat.ModelCallException;
import io.github.tune4j.chat.StopReason;
import io.github.tune4j.chat.TokenUsage;
import io.github.tune4j.run.Budget;
import io.github.tune4j.run.BudgetExceededException;
import io.github.tune4j.run.Progress;
import io.github.tune4j.testing.SharedData;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnswerCollectorTest {
    private static final List<Question> QUESTIONS = IntStream.rangeClosed(1, 40)
            .mapToObj(i -> new Question("q" + i, "What is " + i + "?", i % 2 == 0 ? "It is " + i : null))
            .toList();

    private final Queue<String> asked = new ConcurrentLinkedQueue<>();
    private final ChatModel echo = model(text -> reply("Answer to: " + text));
    private Path file;

    @BeforeEach
    void place(@TempDir Path folder) {
        file = folder.resolve("run/answers.jsonl");
    }

    @Test
    void answers_come_in_the_order_of_the_questions_whatever_order_they_arrive_in() {
        AnswerSheet sheet = AnswerSheet.collect("base", echo, QUESTIONS, file);
        assertThat(sheet.answers()).extracting(Answer::question).isEqualTo(QUESTIONS);
        assertThat(sheet.answers().get(7).text()).isEqualTo("Answer to: What is 8?");
        assertThat(sheet.failures()).isEmpty();
        assertThat(asked).hasSize(40);
        assertSame(AnswerSheet.read(file), sheet);
        assertThat(file.resolveSibling("answers.jsonl.part")).doesNotExist();
    }

    @Test
    void the_file_is_for_its_owner_only() throws IOException {
        AnswerSheet.collect("base", echo, QUESTIONS, file);
        if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void a_finished_file_is_not_asked_again() {
        AnswerSheet first = AnswerSheet.collect("base", echo, QUESTIONS, file);
        asked.clear();
        assertSame(AnswerSheet.collect("base", echo, QUESTIONS, file), first);
        assertThat(asked).isEmpty();
    }

    @Test
    void goes_on_from_the_part_after_a_crash_even_in_the_middle_of_a_line() throws IOException {
        Error crash = new AssertionError("the power fails");
        AtomicInteger calls = new AtomicInteger();
        ChatModel dying = model(text -> {
            if (calls.incrementAndGet() > 10) {
                throw crash;
            }
            return reply(text);
        });
        assertThatThrownBy(() -> AnswerSheet.collect("base", dying, QUESTIONS, file))
                .isSameAs(crash);
        Path part = file.resolveSibling("answers.jsonl.part");
        assertThat(Files.readAllLines(part)).hasSize(11);
        Files.writeString(part, "{\"id\":\"q40\",\"quest", StandardOpenOption.APPEND);
        assertThatThrownBy(() -> AnswerSheet.read(file)).hasMessageContaining("is not finished");

        asked.clear();
        AnswerSheet sheet = AnswerSheet.collect("base", echo, QUESTIONS, file);
        assertThat(asked).hasSize(30).doesNotHaveDuplicates();
        assertThat(sheet.answers()).extracting(Answer::question).isEqualTo(QUESTIONS);
    }

    @Test
    void a_failed_question_is_kept_as_such_and_asked_again_next_time() {
        ChatModel picky = model(text -> {
            if (text.contains("13") || text.contains("31")) {
                throw ModelCallException.of(ModelCallException.Kind.TIMED_OUT, "No answer within 300 s.", null);
            }
            return reply(text);
        });
        AnswerSheet sheet = AnswerSheet.collect("base", picky, QUESTIONS, file);
        assertThat(sheet.answers()).hasSize(38);
        assertThat(sheet.failures())
                .extracting(f -> f.question().id(), AnswerSheet.Failure::problem)
                .containsExactly(tuple("q13", "No answer within 300 s."), tuple("q31", "No answer within 300 s."));
        assertSame(AnswerSheet.read(file), sheet);

        asked.clear();
        AnswerSheet mended = AnswerSheet.collect("base", echo, QUESTIONS, file);
        assertThat(asked).containsExactlyInAnyOrder("What is 13?", "What is 31?");
        assertThat(mended.failures()).isEmpty();
        assertThat(mended.answers()).extracting(Answer::question).isEqualTo(QUESTIONS);
    }

    @Test
    void asks_what_is_new_or_worded_anew_and_takes_over_a_changed_reference() {
        AnswerSheet.collect("base", echo, QUESTIONS.subList(0, 3), file);
        asked.clear();
        List<Question> changed = List.of(
                new Question("q1", "What is 1?", "One."),
                new Question("q2", "What is two?", null),
                QUESTIONS.get(2),
                QUESTIONS.get(3));
        AnswerSheet sheet = AnswerSheet.collect("base", echo, changed, file);
        assertThat(asked).containsExactlyInAnyOrder("What is two?", "What is 4?");
        assertThat(sheet.answers()).extracting(Answer::question).isEqualTo(changed);
        assertThat(sheet.answers().get(0).text()).isEqualTo("Answer to: What is 1?");
    }

    @Test
    void refuses_a_file_whose_answers_were_collected_otherwise() {
        AnswerSheet.collect("base", echo, QUESTIONS, file);
        AnswerCollector other = AnswerCollector.builder()
                .systemPrompt("Be brief.")
                .options(ChatOptions.builder().maxTokens(5).build())
                .build();
        assertThatThrownBy(() -> other.collect("tuned", echo.named("other"), QUESTIONS, file))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("label (there \"base\", here \"tuned\")")
                .hasMessageContaining("model (there \"echo\", here \"other\")")
                .hasMessageContaining("system prompt")
                .hasMessageContaining("maxTokens=5");
        assertThatThrownBy(() -> AnswerSheet.collect("base", echo, QUESTIONS.subList(0, 3), file))
                .hasMessageContaining("37 questions that are not asked");
    }

    @Test
    void asks_under_the_conditions_and_keeps_them_in_the_file() {
        ChatOptions options = ChatOptions.builder()
                .maxTokens(512)
                .temperature(0)
                .topP(0.9)
                .stopSequences(List.of("###"))
                .build();
        ChatModel checking = request -> {
            assertThat(request.system()).hasValue("Be brief.");
            assertThat(request.options()).isEqualTo(options);
            return reply("yes");
        };
        AnswerCollector.builder()
                .systemPrompt("Be brief.")
                .options(options)
                .build()
                .collect("base", checking, QUESTIONS, file);
        assertThat(AnswerSheet.read(file).settings()).isEqualTo(new AnswerSheet.Settings("Be brief.", options));
    }

    @Test
    void a_spent_budget_ends_the_run_and_keeps_what_was_paid_for() throws IOException {
        Budget budget = Budget.ofUsd("1");
        AtomicInteger answered = new AtomicInteger();
        ChatModel dear = model(text -> {
            try (Budget.Reservation call = budget.reserve("a call", new BigDecimal("0.1"))) {
                answered.incrementAndGet();
                call.charge(new BigDecimal("0.1"), null);
                return reply(text);
            }
        });
        assertThatThrownBy(() -> AnswerSheet.collect("base", dear, QUESTIONS, file))
                .isInstanceOf(BudgetExceededException.class);
        assertThat(answered).hasValue(10);
        assertThat(Files.readAllLines(file.resolveSibling("answers.jsonl.part")))
                .hasSize(11);
        assertThat(file).doesNotExist();
    }

    @Test
    void never_more_calls_at_a_time_than_allowed() {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch four = new CountDownLatch(4);
        ChatModel counting = model(text -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            four.countDown();
            try {
                four.await();
            } catch (InterruptedException e) {
                throw CancelledException.interrupted("nothing", e);
            }
            inside.decrementAndGet();
            return reply(text);
        });
        AnswerCollector.builder().parallelism(4).build().collect("base", counting, QUESTIONS, file);
        assertThat(most).hasValue(4);
    }

    @Test
    void works_on_the_callers_thread_when_asked_to() {
        List<Thread> threads = new ArrayList<>();
        ChatModel model = model(text -> {
            threads.add(Thread.currentThread());
            return reply(text);
        });
        AnswerCollector.builder().executor(Runnable::run).build().collect("base", model, QUESTIONS, file);
        assertThat(threads).hasSize(40).containsOnly(Thread.currentThread());
    }

    @Test
    void an_interrupt_ends_the_wait_and_names_the_file() throws InterruptedException {
        CountDownLatch asking = new CountDownLatch(1);
        ChatModel silent = request -> {
            asking.countDown();
            try {
                new CountDownLatch(1).await();
                throw new AssertionError("nobody opens this door");
            } catch (InterruptedException e) {
                throw CancelledException.interrupted("nothing", e);
            }
        };
        List<Object> seen = new ArrayList<>();
        Thread caller = new Thread(() -> {
            try {
                AnswerSheet.collect("base", silent, QUESTIONS, file);
            } catch (CancelledException e) {
                seen.add(e.resumeWith());
                seen.add(Thread.currentThread().isInterrupted());
            }
        });
        caller.start();
        asking.await();
        caller.interrupt();
        caller.join();
        assertThat(seen).containsExactly(file.toString(), true);
    }

    @Test
    void tells_how_many_questions_are_done() {
        List<Progress> heard = new ArrayList<>();
        AnswerCollector.builder().progress(heard::add).build().collect("base", echo, QUESTIONS, file);
        Progress last = heard.get(heard.size() - 1);
        assertThat(last.done()).isEqualTo(40);
        assertThat(last.total()).isEqualTo(40);
    }

    @Test
    void reads_answers_from_elsewhere_and_joins_them_with_their_questions() {
        AnswerSheet sheet = AnswerSheet.read(SharedData.article("eval/base-model_prediction.json"));
        assertThat(sheet.label()).isEqualTo("base-model_prediction");
        assertThat(sheet.model()).isEqualTo("unknown");
        assertThat(sheet.answers())
                .hasSize(4)
                .allSatisfy(a -> assertThat(a.reference()).isEmpty());
        List<Question> questions = Question.read(SharedData.article("eval/label.json"));
        assertThat(sheet.withReferences(questions).answers())
                .extracting(Answer::question)
                .isEqualTo(questions);
        assertThatThrownBy(() -> sheet.withReferences(questions.subList(1, 4)))
                .hasMessageContaining("answers question 1, which is not among");
    }

    @Test
    void two_sheets_have_the_same_digest_when_they_hold_the_same() {
        AnswerSheet one = AnswerSheet.of("a", List.of(answer("yes")));
        assertThat(one.sha256())
                .hasSize(64)
                .isEqualTo(AnswerSheet.of("a", List.of(answer("yes"))).sha256());
        assertThat(one.sha256())
                .isNotEqualTo(AnswerSheet.of("a", List.of(answer("no"))).sha256());
        assertThatThrownBy(() -> AnswerSheet.of("a", List.of(answer("yes"), answer("no"))))
                .hasMessageContaining("more than one question with the id \"q1\"");
    }

    private static void assertSame(AnswerSheet actual, AnswerSheet expected) {
        assertThat(actual.label()).isEqualTo(expected.label());
        assertThat(actual.model()).isEqualTo(expected.model());
        assertThat(actual.settings()).isEqualTo(expected.settings());
        assertThat(actual.answers()).isEqualTo(expected.answers());
        assertThat(actual.failures()).isEqualTo(expected.failures());
        assertThat(actual.sha256()).isEqualTo(expected.sha256());
    }

    private static Answer answer(String text) {
        return new Answer(QUESTIONS.get(0), text, new TokenUsage(1, 2), Duration.ofMillis(3));
    }

    private static ChatReply reply(String text) {
        return new ChatReply(
                text, null, StopReason.END_OF_TURN, new TokenUsage(11, 7), Duration.ofMillis(200), "echo-v1");
    }

    private ChatModel model(Function<String, ChatReply> answer) {
        ChatModel model = request -> {
            String text = request.messages().get(0).text();
            asked.add(text);
            return answer.apply(text);
        };
        return model.named("echo");
    }
}

package io.github.tune4j.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tune4j.CancelledException;
import io.github.tune4j.InvalidInputException;
import io.github.tune4j.TuneException;
import io.github.tune4j.answer.Answer;
import io.github.tune4j.answer.AnswerCollector;
import io.github.tune4j.answer.AnswerSheet;
import io.github.tune4j.answer.Question;
import io.github.tune4j.run.Budget;
import io.github.tune4j.run.BudgetExceededException;
import io.github.tune4j.run.TokenPrice;
import io.github.tune4j.testing.LimitedEndpoint;
import io.github.tune4j.testing.VirtualTime;
import java.math.BigDecimal;
import java.net.ConnectException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaceTest {
    private final VirtualTime time = VirtualTime.start();
    private final AtomicInteger attempts = new AtomicInteger();

    private ChatModel failing(int times, ModelCallException failure) {
        return request -> {
            if (attempts.incrementAndGet() <= times) {
                throw failure;
            }
            return ChatReply.of("yes");
        };
    }

    @Test
    void retries_what_is_retryable_until_an_answer_comes() {
        Pace pace = Pace.builder().time(time).build();
        ChatModel model = failing(3, ModelCallException.of(ModelCallException.Kind.UNAVAILABLE, "down.", null));
        assertThat(model.paced(pace).ask("?")).isEqualTo("yes");
        assertThat(pace.stats().calls()).isEqualTo(4);
        assertThat(pace.stats().retries()).isEqualTo(3);
    }

    @Test
    void does_not_retry_what_cannot_go_through() {
        ChatModel model = failing(1, ModelCallException.of(ModelCallException.Kind.INVALID_REQUEST, "bad.", null));
        assertThatThrownBy(() -> model.paced(Pace.builder().time(time).build()).ask("?"))
                .isInstanceOf(ModelCallException.class);
        assertThat(attempts).hasValue(1);
    }

    @Test
    void gives_up_after_the_attempts_that_are_allowed() {
        Pace pace = Pace.builder().time(time).maxAttempts(3).build();
        ChatModel model = failing(9, ModelCallException.throttled("slow down.", null));
        assertThatThrownBy(() -> model.paced(pace).ask("?")).isInstanceOf(ModelCallException.class);
        assertThat(attempts).hasValue(3);
        assertThat(pace.stats().throttles()).isEqualTo(3);
    }

    @Test
    void gives_up_sooner_where_nobody_has_answered_yet_and_not_once_somebody_has() {
        ModelCallException unreached = ModelCallException.of(
                ModelCallException.Kind.UNAVAILABLE, "away.", new TuneException("?", "?", new ConnectException("?")));
        Pace pace = Pace.builder().time(time).build();
        assertThatThrownBy(() -> failing(99, unreached).paced(pace).ask("?")).isSameAs(unreached);
        assertThat(attempts).hasValue(8);

        attempts.set(0);
        assertThat(failing(0, unreached).paced(pace).ask("?")).isEqualTo("yes");
        attempts.set(0);
        assertThatThrownBy(() -> failing(99, unreached).paced(pace).ask("?")).isSameAs(unreached);
        assertThat(attempts).hasValue(12);
    }

    @Test
    void waits_as_long_as_the_endpoint_asks() {
        Instant begin = time.now();
        failing(1, ModelCallException.throttled("slow down.", Duration.ofSeconds(90)))
                .paced(Pace.builder().time(time).build())
                .ask("?");
        assertThat(Duration.between(begin, time.now())).isEqualTo(Duration.ofSeconds(90));
    }

    @Test
    void keeps_the_requests_of_a_minute_below_their_limit() {
        Pace pace = Pace.builder().time(time).requestsPerMinute(10).build();
        ChatModel model =
                failing(0, ModelCallException.throttled("never.", null)).paced(pace);
        Instant begin = time.now();
        for (int i = 0; i < 25; i++) {
            model.ask("?");
        }
        assertThat(Duration.between(begin, time.now())).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void waits_until_the_tokens_of_a_minute_suffice() {
        Pace pace = Pace.builder().time(time).tokensPerMinute(1_000).build();
        ChatModel model = counting(400);
        Instant begin = time.now();
        for (int i = 0; i < 5; i++) {
            model.paced(pace).ask("?");
        }
        assertThat(Duration.between(begin, time.now())).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void two_models_at_one_pace_share_its_limits() {
        Pace pace = Pace.builder().time(time).requestsPerMinute(2).build();
        Instant begin = time.now();
        counting(1).paced(pace).ask("?");
        counting(1).paced(pace).ask("?");
        assertThat(time.now()).isEqualTo(begin);
        counting(1).paced(pace).ask("?");
        assertThat(Duration.between(begin, time.now())).isEqualTo(Duration.ofMinutes(1));
        assertThat(pace.stats()).isEqualTo(new Pace.Stats(3, 0, 0, pace.stats().concurrency()));
    }

    @Test
    void a_call_that_costs_too_much_is_not_retried_and_leaves_its_place() {
        Pace pace = Pace.builder().time(time).maxConcurrency(1).build();
        Budget budget = Budget.ofUsd("0");
        TokenPrice price = TokenPrice.usdPerMillion("1", "1", LocalDate.of(2026, 1, 1));
        ChatModel poor = counting(1).metered(budget, price).paced(pace);
        assertThatThrownBy(() -> poor.ask("?")).isInstanceOf(BudgetExceededException.class);
        assertThat(counting(1).paced(pace).ask("?")).isEqualTo("yes");
    }

    @Test
    void an_interrupt_ends_the_wait() {
        ChatModel busy = failing(1, ModelCallException.throttled("slow down.", Duration.ofHours(1)))
                .paced(Pace.builder().time(time).build());
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> busy.ask("?")).isInstanceOf(CancelledException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    /** 500 answers of 200 ms through a real limit, on threads, by the clock of the simulation. */
    @ParameterizedTest(name = "beginning at {0} with {1} threads")
    @CsvSource({"1,16", "64,16", "1,64", "8,64", "64,64"})
    void answers_500_questions_at_the_speed_that_a_limit_of_16_in_flight_allows(
            int start, int threads, @TempDir Path folder) {
        LimitedEndpoint endpoint = LimitedEndpoint.inFlight(16, time, request -> ChatReply.of("yes"));
        assertThat(secondsFor500(endpoint, start, threads, folder)).isLessThan(1.25 * 500 * 0.2 / 16);
        assertThat(endpoint.throttledShareAfter100()).isLessThanOrEqualTo(0.2);
    }

    @ParameterizedTest(name = "beginning at {0} with {1} threads")
    @CsvSource({"1,16", "64,16", "1,64", "64,64"})
    void answers_500_questions_at_the_speed_that_a_limit_of_40_a_second_allows(
            int start, int threads, @TempDir Path folder) {
        LimitedEndpoint endpoint = LimitedEndpoint.aSecond(40, time, request -> ChatReply.of("yes"));
        assertThat(secondsFor500(endpoint, start, threads, folder)).isLessThan(1.25 * 500 / 40);
        assertThat(endpoint.throttledShareAfter100()).isLessThanOrEqualTo(0.2);
    }

    @ParameterizedTest(name = "beginning at {0}")
    @CsvSource({"8", "64"})
    void dice_that_throttle_every_third_call_do_not_slow_16_callers_down(int start, @TempDir Path folder) {
        LimitedEndpoint endpoint = LimitedEndpoint.dice(start, time, request -> ChatReply.of("yes"));
        assertThat(secondsFor500(endpoint, start, 16, folder)).isLessThan(1.5 * 500 * 0.2 / 16);
        assertThat(endpoint.throttled()).isGreaterThan(150);
    }

    private double secondsFor500(LimitedEndpoint endpoint, int start, int threads, Path folder) {
        List<Question> questions = IntStream.range(0, 500)
                .mapToObj(i -> new Question("q" + i, "What is " + i + "?", null))
                .toList();
        Instant begin = time.now();
        Pace pace = Pace.builder().time(time).startConcurrency(start).build();
        ExecutorService executor = time.executor(threads);
        try {
            AnswerSheet sheet = AnswerCollector.builder()
                    .parallelism(threads)
                    .executor(executor)
                    .build()
                    .collect("base", endpoint.paced(pace), questions, folder.resolve("answers.jsonl"));
            assertThat(sheet.answers()).extracting(Answer::question).isEqualTo(questions);
        } finally {
            executor.shutdownNow();
        }
        return Duration.between(begin, time.now()).toMillis() / 1e3;
    }

    private static ChatModel counting(long tokens) {
        return request ->
                new ChatReply("yes", null, StopReason.END_OF_TURN, new TokenUsage(tokens - 1, 1), Duration.ZERO, "m");
    }

    @Test
    void a_wrong_setting_is_named() {
        assertThatThrownBy(() ->
                        Pace.builder().maxAttempts(0).requestsPerMinute(-1).build())
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("maxAttempts")
                .hasMessageContaining("requestsPerMinute");
    }

    @Test
    void a_metered_call_is_refused_before_it_is_made_when_it_could_cost_too_much() {
        Budget budget = Budget.ofUsd("0.001");
        TokenPrice price = TokenPrice.usdPerMillion("1", "1", LocalDate.of(2026, 1, 1));
        ChatModel model =
                failing(0, ModelCallException.throttled("never.", null)).metered(budget, price);
        assertThatThrownBy(() -> model.ask("?")).isInstanceOf(BudgetExceededException.class);
        assertThat(attempts).hasValue(0);
    }

    @Test
    void an_answer_without_a_count_of_tokens_is_a_charge_without_amount() {
        Budget budget = Budget.ofUsd("1");
        TokenPrice price = TokenPrice.usdPerMillion("2", "10", LocalDate.of(2026, 1, 1));
        failing(0, ModelCallException.throttled("never.", null))
                .metered(budget, price)
                .ask("?");
        assertThat(budget.unpriced()).hasSize(1);
    }

    /** A call that nobody answered may have been answered all the same, and AWS bills what it has answered. */
    @ParameterizedTest
    @CsvSource({
        "THROTTLED,false",
        "NOT_READY,false",
        "DENIED,false",
        "INVALID_REQUEST,false",
        "TIMED_OUT,true",
        "UNREADABLE,true",
        "UNAVAILABLE,true"
    })
    void a_metered_call_whose_answer_was_lost_is_a_charge_without_amount(
            ModelCallException.Kind kind, boolean charged) {
        Budget budget = Budget.ofUsd("1");
        TokenPrice price = TokenPrice.usdPerMillion("2", "10", LocalDate.of(2026, 1, 1));
        ChatModel model =
                failing(1, ModelCallException.of(kind, "no answer.", null)).metered(budget, price);
        assertThatThrownBy(() -> model.ask("?")).isInstanceOf(ModelCallException.class);
        assertThat(budget.unpriced()).hasSize(charged ? 1 : 0);
        assertThat(budget.spentUsd()).isEqualByComparingTo("0");
        assertThat(budget.remainingUsd()).isEqualByComparingTo("1");
    }

    @Test
    void a_call_that_the_endpoint_refused_in_so_many_words_or_that_never_reached_it_costs_nothing() {
        Budget budget = Budget.ofUsd("1");
        ModelCallException refused = ModelCallException.of(ModelCallException.Kind.UNAVAILABLE, "down.", null)
                .withRequestId("r-1");
        ModelCallException unreached = ModelCallException.of(
                ModelCallException.Kind.UNAVAILABLE, "away.", new TuneException("?", "?", new ConnectException("?")));
        for (ModelCallException failure : List.of(refused, unreached)) {
            attempts.set(0);
            ChatModel model = failing(1, failure).metered(budget);
            assertThatThrownBy(() -> model.ask("?")).isSameAs(failure);
        }
        ChatModel careless = request -> {
            throw InvalidInputException.of("No such format.", "give another.");
        };
        assertThatThrownBy(() -> careless.metered(budget).ask("?")).isInstanceOf(InvalidInputException.class);
        assertThat(budget.charges()).isEmpty();
    }

    @Test
    void a_model_without_a_price_is_charged_without_amount_and_not_called_once_the_budget_has_stopped() {
        Budget budget = Budget.ofUsd("1");
        ChatModel model =
                failing(0, ModelCallException.throttled("never.", null)).metered(budget);
        model.ask("?");
        assertThat(budget.unpriced()).hasSize(1);
        assertThatThrownBy(() -> budget.reserve("something", new BigDecimal("2")))
                .isInstanceOf(BudgetExceededException.class);
        assertThatThrownBy(() -> model.ask("?")).isInstanceOf(BudgetExceededException.class);
        assertThat(attempts).hasValue(1);
    }

    @Test
    void a_metered_call_that_fails_costs_nothing() {
        Budget budget = Budget.ofUsd("1");
        TokenPrice price = TokenPrice.usdPerMillion("2", "10", LocalDate.of(2026, 1, 1));
        ChatModel model =
                failing(1, ModelCallException.throttled("slow down.", null)).metered(budget, price);
        assertThatThrownBy(() -> model.ask("?")).isInstanceOf(ModelCallException.class);
        assertThat(budget.charges()).isEmpty();
        assertThat(budget.remainingUsd()).isEqualByComparingTo("1");
    }

    @Test
    void a_metered_call_is_charged_by_what_it_used() {
        Budget budget = Budget.ofUsd("1");
        TokenPrice price = TokenPrice.usdPerMillion("2", "10", LocalDate.of(2026, 1, 1));
        ChatModel model = request ->
                new ChatReply("yes", null, StopReason.END_OF_TURN, new TokenUsage(1000, 100), Duration.ZERO, "m");
        model.metered(budget, price).ask("?");
        assertThat(budget.spentUsd()).isEqualByComparingTo("0.003");
    }
}

package io.github.tune4j.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.run.Budget;
import io.github.tune4j.run.BudgetExceededException;
import io.github.tune4j.run.TokenPrice;
import io.github.tune4j.testing.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

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
    void allows_fewer_calls_in_flight_after_a_throttle_and_more_after_answers() {
        Pace pace = Pace.builder().time(time).maxConcurrency(8).build();
        ChatModel model =
                failing(0, ModelCallException.throttled("never.", null)).paced(pace);
        for (int i = 0; i < 10; i++) {
            model.ask("?");
        }
        assertThat(pace.stats().concurrency()).isEqualTo(8);
        attempts.set(0);
        failing(1, ModelCallException.throttled("slow down.", null)).paced(pace).ask("?");
        assertThat(pace.stats().concurrency()).isLessThan(8);
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
    void a_metered_call_is_charged_by_what_it_used() {
        Budget budget = Budget.ofUsd("1");
        TokenPrice price = TokenPrice.usdPerMillion("2", "10", LocalDate.of(2026, 1, 1));
        ChatModel model = request ->
                new ChatReply("yes", null, StopReason.END_OF_TURN, new TokenUsage(1000, 100), Duration.ZERO, "m");
        model.metered(budget, price).ask("?");
        assertThat(budget.spentUsd()).isEqualByComparingTo("0.003");
    }
}

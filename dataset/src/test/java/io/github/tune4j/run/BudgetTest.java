package io.github.tune4j.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.tune4j.InvalidInputException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BudgetTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);

    @Test
    void reserves_before_and_charges_after() {
        Budget budget = Budget.ofUsd("10");
        try (Budget.Reservation call = budget.reserve("a call", usd("4"))) {
            assertThat(budget.remainingUsd()).isEqualByComparingTo("6");
            call.charge(usd("1.5"), TODAY);
            assertThat(budget.remainingUsd()).isEqualByComparingTo("6");
        }
        assertThat(budget.spentUsd()).isEqualByComparingTo("1.5");
        assertThat(budget.remainingUsd()).isEqualByComparingTo("8.5");
    }

    @Test
    void refuses_what_would_pass_the_limit_and_says_how_much_is_missing() {
        Budget budget = Budget.ofUsd("10");
        budget.reserve("throughput", usd("8"));
        BudgetExceededException refused = catchThrowableOfType(
                BudgetExceededException.class, () -> budget.reserve("more throughput", usd("2.01")));
        assertThat(refused.neededUsd()).isEqualByComparingTo("0.01");
        assertThat(refused.budget()).isSameAs(budget);
        assertThat(refused)
                .hasMessageContaining("more throughput may cost 2.01 USD")
                .hasMessageContaining("To fix:");
    }

    @Test
    void exactly_the_rest_is_not_too_much() {
        Budget budget = Budget.ofUsd("10");
        budget.reserve("throughput", usd("8"));
        budget.reserve("exactly the rest", usd("2"));
        assertThat(budget.remainingUsd()).isEqualByComparingTo("0");
        assertThat(budget.stopped()).isFalse();
    }

    @Test
    void a_refusal_stops_the_run_so_that_nothing_more_is_bought_but_all_that_was_is_booked() {
        Budget budget = Budget.ofUsd("10");
        Budget.Reservation before = budget.reserve("throughput", usd("4"));
        catchThrowableOfType(BudgetExceededException.class, () -> budget.reserve("too much", usd("7")));
        assertThat(budget.stopped()).isTrue();
        for (BigDecimal price : Arrays.asList(usd("0.01"), null)) {
            BudgetExceededException refused =
                    catchThrowableOfType(BudgetExceededException.class, () -> budget.reserve("a call", price));
            assertThat(refused).hasMessageContaining("a call is not bought").hasMessageContaining("stopped this run");
            assertThat(refused.neededUsd()).isEqualByComparingTo("1");
        }
        before.charge(usd("4"), TODAY);
        budget.charge("an hour that had begun", usd("1"), TODAY);
        budget.charge("an answer that was lost", null, null);
        assertThat(budget.spentUsd()).isEqualByComparingTo("5");
        assertThat(budget.unpriced()).hasSize(1);
    }

    @Test
    void a_refusal_ends_what_goes_on_costing_and_names_what_is_left_once() {
        Budget budget = Budget.ofUsd("10");
        List<String> ended = new ArrayList<>();
        Budget.Ending lease = () -> {
            ended.add("lease");
            return List.of("job arn:1");
        };
        Budget.Ending broken = () -> {
            throw new IllegalStateException("cannot be ended");
        };
        Budget.Ending over = () -> List.of("must not be heard");
        List.of(broken, lease, over).forEach(budget::whenStopped);
        budget.forget(over);
        BudgetExceededException first =
                catchThrowableOfType(BudgetExceededException.class, () -> budget.reserve("too much", usd("11")));
        assertThat(first.stillRunning()).containsExactly("job arn:1");
        assertThat(first).hasMessageContaining("Left running: job arn:1.");
        assertThat(first.getSuppressed()).hasSize(1);
        BudgetExceededException second =
                catchThrowableOfType(BudgetExceededException.class, () -> budget.reserve("too much again", usd("11")));
        assertThat(second.stillRunning()).isEmpty();
        assertThat(ended).containsExactly("lease");
    }

    @Test
    void books_what_was_spent_even_above_the_reservation() {
        Budget budget = Budget.ofUsd("10");
        try (Budget.Reservation hours = budget.reserve("throughput", usd("5"))) {
            hours.charge(usd("3"), TODAY);
            hours.charge(usd("3"), TODAY);
            assertThat(budget.remainingUsd()).isEqualByComparingTo("4");
        }
        assertThat(budget.spentUsd()).isEqualByComparingTo("6");
        assertThat(budget.remainingUsd()).isEqualByComparingTo("4");
    }

    @Test
    void an_unknown_price_is_a_charge_without_amount_and_never_zero() {
        Budget budget = Budget.ofUsd("0");
        try (Budget.Reservation job = budget.reserve("training", null)) {
            job.charge(null, null);
        }
        assertThat(budget.unpriced())
                .hasSize(1)
                .allSatisfy(c -> assertThat(c.usd()).isNull());
        assertThat(budget.spentUsd()).isEqualByComparingTo("0");
        assertThat(budget.section().blocks())
                .anySatisfy(b -> assertThat(b)
                        .isInstanceOfSatisfying(
                                ReportSection.Notice.class,
                                n -> assertThat(n.problem()).contains("not publicly known")))
                .anySatisfy(b -> assertThat(b)
                        .isInstanceOfSatisfying(
                                ReportSection.Table.class,
                                t -> assertThat(t.rows())
                                        .containsExactly(List.of("training", "1", "not publicly known"))));
    }

    @Test
    void parallel_calls_cannot_overshoot() throws Exception {
        Budget budget = Budget.ofUsd("10");
        ExecutorService pool = Executors.newFixedThreadPool(8);
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Boolean>> calls = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            calls.add(pool.submit(() -> {
                start.await();
                try (Budget.Reservation call = budget.reserve("a call", usd("0.3"))) {
                    call.charge(usd("0.3"), TODAY);
                    return true;
                } catch (BudgetExceededException e) {
                    return false;
                }
            }));
        }
        start.countDown();
        int bought = 0;
        for (Future<Boolean> call : calls) {
            bought += call.get() ? 1 : 0;
        }
        pool.shutdown();
        assertThat(bought).isEqualTo(33);
        assertThat(budget.spentUsd()).isEqualByComparingTo("9.9");
        assertThat(budget.remainingUsd()).isEqualByComparingTo("0.1");
    }

    @Test
    void a_restart_does_not_refill_the_purse(@TempDir Path folder) throws IOException {
        Path ledger = folder.resolve("money/ledger.jsonl");
        Budget before = Budget.builder("10").ledger(ledger).build();
        before.reserve("a call", usd("2")).charge(usd("1.25"), TODAY);
        before.reserve("training", null).charge(null, null);
        before.reserve("died before the charge", usd("5"));

        Budget after = Budget.builder("10").ledger(ledger).build();
        assertThat(after.spentUsd()).isEqualByComparingTo("1.25");
        assertThat(after.remainingUsd()).isEqualByComparingTo("8.75");
        assertThat(after.charges()).isEqualTo(before.charges());
        if (Files.getFileStore(ledger).supportsFileAttributeView("posix")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(ledger)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void drops_a_line_that_a_crash_tore_off_and_ends_one_that_is_whole(@TempDir Path folder) throws IOException {
        Path ledger = folder.resolve("ledger.jsonl");
        Budget.builder("10").ledger(ledger).build().reserve("a call", usd("2")).charge(usd("1"), TODAY);
        String whole = Files.readString(ledger);

        Files.writeString(ledger, "{\"at\": \"2026-", StandardOpenOption.APPEND);
        assertThat(Budget.builder("10").ledger(ledger).build().spentUsd()).isEqualByComparingTo("1");
        assertThat(ledger).hasContent(whole);

        Files.writeString(ledger, whole.strip(), StandardOpenOption.APPEND);
        Budget mended = Budget.builder("10").ledger(ledger).build();
        mended.reserve("a call", usd("2")).charge(usd("1"), TODAY);
        assertThat(Budget.builder("10").ledger(ledger).build().spentUsd()).isEqualByComparingTo("3");
    }

    @Test
    void refuses_a_ledger_that_is_something_else(@TempDir Path folder) throws IOException {
        Path ledger = Files.writeString(folder.resolve("ledger.jsonl"), "{\"question\": \"?\"}\n");
        assertThatThrownBy(() -> Budget.builder("10").ledger(ledger).build())
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("line 1 has no \"at\"");
        assertThatThrownBy(() -> Budget.ofUsd("much"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("limitUsd must be US dollars");
    }

    @Test
    void tells_its_listener_and_survives_it() {
        List<Charge> heard = new ArrayList<>();
        Budget budget = Budget.builder("10")
                .listener(charge -> {
                    heard.add(charge);
                    throw new IllegalStateException("a bad listener");
                })
                .build();
        budget.reserve("a call", usd("1")).charge(usd("1"), TODAY);
        assertThat(heard).isEqualTo(budget.charges());
    }

    private static BigDecimal usd(String amount) {
        return new BigDecimal(amount);
    }
}

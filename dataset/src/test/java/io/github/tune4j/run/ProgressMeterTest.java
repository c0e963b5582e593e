package io.github.tune4j.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tune4j.testing.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ProgressMeterTest {
    private final VirtualTime time = VirtualTime.at(Instant.parse("2026-11-23T00:00:00Z"));

    @Test
    void is_heard_at_most_ten_times_a_second_and_once_at_the_end() throws InterruptedException {
        List<Progress> heard = new ArrayList<>();
        try (Progress.Meter meter = Progress.meter("answers", 1_000L, heard::add, time)) {
            for (int i = 0; i < 1_000; i++) {
                meter.add(1);
                time.sleep(Duration.ofMillis(3));
            }
        }
        assertThat(heard.size()).isBetween(25, 31);
        for (int i = 1; i < heard.size() - 1; i++) {
            assertThat(heard.get(i).elapsed().minus(heard.get(i - 1).elapsed()))
                    .isGreaterThanOrEqualTo(Duration.ofMillis(100));
        }
        assertThat(heard.get(heard.size() - 1))
                .isEqualTo(new Progress("answers", 1_000, 1_000L, Duration.ofSeconds(3)));
    }

    @Test
    void tells_one_thread_at_a_time_and_all_of_it_at_the_end() throws InterruptedException {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Long> done = new ArrayList<>();
        Progress.Meter meter = Progress.meter(
                "answers",
                null,
                progress -> {
                    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                    done.add(progress.done());
                    inside.decrementAndGet();
                },
                TimeSource.system());
        ExecutorService pool = Executors.newFixedThreadPool(8);
        for (int i = 0; i < 8; i++) {
            pool.execute(() -> {
                for (int n = 0; n < 20_000; n++) {
                    meter.add(1);
                }
            });
        }
        pool.shutdown();
        assertThat(pool.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        meter.close();
        meter.close();
        assertThat(most).hasValue(1);
        assertThat(done).isSorted().endsWith(160_000L);
        assertThat(done.stream().filter(n -> n == 160_000L).count()).isBetween(1L, 2L);
    }

    @Test
    void a_listener_that_throws_ends_nothing() {
        Progress.Meter meter = Progress.meter(
                "answers",
                null,
                progress -> {
                    throw new IllegalStateException("a bad listener");
                },
                time);
        meter.add(1);
        meter.close();
        assertThat(time.now()).isEqualTo(Instant.parse("2026-11-23T00:00:00Z"));
    }

    @Test
    void nobody_to_hear_costs_nothing() {
        assertThat(Progress.meter("answers", null, null, time)).isSameAs(Progress.Meter.SILENT);
    }
}

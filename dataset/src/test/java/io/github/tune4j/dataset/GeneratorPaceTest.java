package io.github.tune4j.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tune4j.chat.ChatReply;
import io.github.tune4j.chat.ChatRequest;
import io.github.tune4j.chat.Pace;
import io.github.tune4j.testing.LimitedEndpoint;
import io.github.tune4j.testing.VirtualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** 500 calls that each make one pair, at the pace of a limited endpoint, by the clock of a simulation. */
class GeneratorPaceTest {
    private final VirtualTime time = VirtualTime.start();
    private final AtomicInteger number = new AtomicInteger();

    @TempDir
    Path folder;

    private ChatReply pair(ChatRequest request) {
        int i = number.incrementAndGet();
        return ChatReply.of("{\"pairs\":[{\"question\":\"What is thing " + Integer.toString(i * 7919, 36) + " "
                + Integer.toString(i * 104_729, 36) + "?\",\"answer\":\"It is a thing.\"}]}");
    }

    private double seconds(LimitedEndpoint endpoint, int start, int threads) throws IOException {
        List<Path> documents = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            documents.add(Files.writeString(
                    folder.resolve("note" + i + ".txt"), "Thing %03d stands on shelf %03d.".formatted(i, i)));
        }
        Instant begin = time.now();
        ExecutorService executor = time.executor(threads);
        try {
            Pace pace = Pace.builder().time(time).startConcurrency(start).build();
            List<QaPair> pairs = DatasetGenerator.builder(endpoint.paced(pace))
                    .count(500)
                    .parallelism(threads)
                    .executor(executor)
                    .build()
                    .generate(documents, folder.resolve("pairs.json"));
            assertThat(pairs).hasSize(500);
            assertThat(number).as("no answer is bought twice").hasValue(500);
        } finally {
            executor.shutdownNow();
        }
        return Duration.between(begin, time.now()).toMillis() / 1e3;
    }

    @Test
    void finds_a_limit_of_16_in_flight() throws IOException {
        LimitedEndpoint endpoint = LimitedEndpoint.inFlight(16, time, this::pair);
        assertThat(seconds(endpoint, 64, 64)).isLessThan(1.25 * 500 * 0.2 / 16);
        assertThat(endpoint.throttledShareAfter100()).isLessThanOrEqualTo(0.2);
    }

    @Test
    void finds_a_limit_of_40_a_second() throws IOException {
        LimitedEndpoint endpoint = LimitedEndpoint.aSecond(40, time, this::pair);
        assertThat(seconds(endpoint, 1, 16)).isLessThan(1.25 * 500 / 40);
        assertThat(endpoint.throttledShareAfter100()).isLessThanOrEqualTo(0.2);
    }

    @Test
    void dice_do_not_slow_it_down() throws IOException {
        assertThat(seconds(LimitedEndpoint.dice(3, time, this::pair), 8, 16)).isLessThan(1.5 * 500 * 0.2 / 16);
    }
}

package io.github.tune4j.evaluation.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** How often the test cries wolf, and how often the intervals hold the truth, by simulation with fixed seeds. */
class SimulationTest {
    private static final double ALPHA = 0.05;

    /**
     * From 31 differences on the decision at 5 % is beyond doubt outside of this range of z, and the test need not be
     * run: the critical z is 1.96 less a tenth at most, for long tails (Cornish and Fisher).
     */
    private static final double LOWEST_Z = 1.8;

    private static final double HIGHEST_Z = 2.15;

    private enum Data {
        NORMAL("normal", Random::nextGaussian, 0),
        SKEWED("skewed (exponential)", random -> -Math.log(1 - random.nextDouble()), 1),
        SCORES("whole numbers 1 to 10", random -> 1 + random.nextInt(10), 5.5);

        private final String title;
        private final ToDoubleFunction<Random> draw;
        private final double mean;

        Data(String title, ToDoubleFunction<Random> draw, double mean) {
            this.title = title;
            this.draw = draw;
            this.mean = mean;
        }

        double[] sample(Random random, int n) {
            return IntStream.range(0, n)
                    .mapToDouble(i -> draw.applyAsDouble(random))
                    .toArray();
        }
    }

    /** The share of comparisons of two equal models in which the test finds a difference. */
    private static double falseAlarms(Data data, int n, int runs) {
        Random random = new Random(1_000L * n + data.ordinal());
        int alarms = 0;
        for (int run = 0; run < runs; run++) {
            double[] base = data.sample(random, n);
            double[] tuned = data.sample(random, n);
            double[] differences = new double[n];
            Arrays.setAll(differences, i -> tuned[i] - base[i]);
            double z = Math.abs(Arrays.stream(differences).sum())
                    / Math.sqrt(Arrays.stream(differences).map(d -> d * d).sum());
            boolean doubtful = n <= 30 || z > LOWEST_Z && z < HIGHEST_Z;
            alarms += doubtful ? SignFlips.pValue(differences) <= ALPHA ? 1 : 0 : z >= HIGHEST_Z ? 1 : 0;
        }
        return (double) alarms / runs;
    }

    /** The share of intervals that hold the true mean; empty when there is none for so few values. */
    private static Optional<Double> coverage(Data data, int n, int runs) {
        Random random = new Random(2_000L * n + data.ordinal());
        int held = 0;
        for (int run = 0; run < runs; run++) {
            Optional<Interval> interval = Interval.ofMean(data.sample(random, n), 0.95, run);
            if (interval.isEmpty()) {
                return Optional.empty();
            }
            held += interval.get().low() <= data.mean
                            && data.mean <= interval.get().high()
                    ? 1
                    : 0;
        }
        return Optional.of((double) held / runs);
    }

    @Test
    void two_equal_models_are_rarely_called_different() {
        for (Data data : Data.values()) {
            for (int n : new int[] {4, 6, 9, 14, 20}) {
                assertThat(falseAlarms(data, n, 4_000)).as(data + " " + n).isLessThan(0.06);
            }
        }
        assertThat(falseAlarms(Data.NORMAL, 4, 1_000)).isZero();
    }

    @Test
    void intervals_hold_the_true_mean_about_as_often_as_they_say() {
        assertThat(coverage(Data.NORMAL, 4, 1)).isEmpty();
        assertThat(coverage(Data.NORMAL, 10, 3_000).orElseThrow()).isBetween(0.94, 0.975);
        assertThat(coverage(Data.NORMAL, 50, 400).orElseThrow()).isBetween(0.91, 0.985);
    }

    /** The tables of the page on statistics, and what they must satisfy. */
    @Test
    @EnabledIfSystemProperty(named = "tune4j.nightly", matches = "true")
    void the_page_on_statistics_shows_what_is_measured() throws IOException {
        List<String> alarms = new ArrayList<>();
        for (Data data : Data.values()) {
            double[] rates = IntStream.rangeClosed(4, 100)
                    .parallel()
                    .mapToDouble(n -> falseAlarms(data, n, 10_000))
                    .toArray();
            for (int n = 4; n <= 100; n++) {
                assertThat(rates[n - 4]).as(data + " " + n).isLessThanOrEqualTo(0.06);
                if (n >= 20 && data != Data.SCORES) {
                    assertThat(rates[n - 4]).as(data + " " + n).isBetween(0.04, 0.06);
                }
            }
            alarms.add(row(
                    data,
                    Arrays.stream(new int[] {4, 5, 6, 8, 10, 20, 30, 50, 100})
                            .mapToObj(n -> percent(rates[n - 4]))
                            .toList(),
                    percent(Arrays.stream(rates).max().orElse(1))));
        }
        List<String> held = new ArrayList<>();
        for (Data data : Data.values()) {
            List<Optional<Double>> shares = IntStream.of(4, 8, 10, 20, 30, 50, 100)
                    .parallel()
                    .mapToObj(n -> coverage(data, n, 10_000))
                    .toList();
            if (data == Data.NORMAL) {
                shares.subList(5, 7)
                        .forEach(share -> assertThat(share.orElseThrow()).isBetween(0.93, 0.97));
            }
            held.add(row(
                    data,
                    shares.stream()
                            .map(share -> share.map(SimulationTest::percent).orElse("none"))
                            .toList()));
        }
        List<String> tables = new ArrayList<>(alarms);
        tables.addAll(held);
        Files.write(Path.of("target/statistics-tables.md"), tables);
        String page = Files.readString(
                Path.of(System.getProperty("maven.multiModuleProjectDirectory", ".."), "docs/statistics.md"));
        assertThat(page).contains(tables);
    }

    private static String row(Data data, List<String> cells, String... more) {
        List<String> all = new ArrayList<>(List.of(data.title));
        all.addAll(cells);
        all.addAll(List.of(more));
        return "| " + String.join(" | ", all) + " |";
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", share * 100);
    }
}

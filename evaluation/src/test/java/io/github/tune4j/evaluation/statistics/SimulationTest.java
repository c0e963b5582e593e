package io.github.tune4j.evaluation.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** How often the test cries wolf, and how often the intervals hold the truth, by simulation with fixed seeds. */
class SimulationTest {
    private static final double ALPHA = 0.05;

    /** From 20 continuous differences on the exact test is only run where the quick one comes so close to 5 %. */
    private static double doubtful(int n) {
        return 0.36 / n;
    }

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
            double quick = n < 20 || data == Data.SCORES ? ALPHA : quickP(differences);
            double p = Math.abs(quick - ALPHA) > doubtful(n) ? quick : SignFlips.pValue(differences);
            alarms += p <= ALPHA ? 1 : 0;
        }
        return (double) alarms / runs;
    }

    /** The normal approximation with Edgeworth's term for the fourth cumulant; the third is 0. */
    private static double quickP(double[] differences) {
        double squares = Arrays.stream(differences).map(d -> d * d).sum();
        double fourths = Arrays.stream(differences).map(d -> d * d * d * d).sum();
        double z = Math.abs(Arrays.stream(differences).sum()) / Math.sqrt(squares);
        NormalDistribution normal = NormalDistribution.of(0, 1);
        double kurtosis = -2 * fourths / (squares * squares);
        return 2 * normal.survivalProbability(z) + 2 * normal.density(z) * kurtosis / 24 * (z * z * z - 3 * z);
    }

    @Test
    void the_quick_test_is_close_enough_to_say_where_the_exact_one_is_needed() {
        Random random = new Random(3);
        for (int n : new int[] {20, 26, 31}) {
            for (Data data : List.of(Data.NORMAL, Data.SKEWED)) {
                for (int run = 0; run < 12; run++) {
                    double[] differences = new double[n];
                    Arrays.setAll(differences, i -> data.sample(random, 1)[0] - data.sample(random, 1)[0]);
                    double shift = 2 * random.nextDouble() / Math.sqrt(n);
                    double[] shifted =
                            Arrays.stream(differences).map(d -> d + shift).toArray();
                    double exact = SignFlips.pValue(shifted);
                    if (exact > 0.02 && exact < 0.1) {
                        assertThat(quickP(shifted)).as(data.title + n).isCloseTo(exact, within(doubtful(n)));
                    }
                }
            }
        }
    }

    /** The share of intervals that hold the true mean; empty when there is none for so few values. */
    private static Optional<Double> coverage(Data data, int n, int runs) {
        if (Interval.ofMean(new double[n], 0.95, 0).isEmpty()) {
            return Optional.empty();
        }
        long held = IntStream.range(0, runs)
                .parallel()
                .filter(run -> {
                    long seed = new SplittableRandom(2_000L * n + data.ordinal() + 1_000_000L * run).nextLong();
                    Interval interval = Interval.ofMean(data.sample(new Random(seed), n), 0.95, run)
                            .orElseThrow();
                    return interval.low() <= data.mean && data.mean <= interval.high();
                })
                .count();
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

    @Test
    @EnabledIfSystemProperty(named = "tune4j.nightly", matches = "true")
    void the_page_on_statistics_shows_the_false_alarms_that_are_measured() throws IOException {
        List<String> rows = new ArrayList<>();
        for (Data data : Data.values()) {
            double[] rates = IntStream.rangeClosed(4, 100)
                    .parallel()
                    .mapToDouble(n -> falseAlarms(data, n, 10_000))
                    .toArray();
            rows.add(row(
                    data,
                    Arrays.stream(new int[] {4, 5, 6, 8, 10, 20, 30, 50, 100})
                            .mapToObj(n -> percent(rates[n - 4]))
                            .toList(),
                    percent(Arrays.stream(rates).max().orElse(1))));
            for (int n = 4; n <= 100; n++) {
                assertThat(rates[n - 4]).as(data + " " + n).isLessThanOrEqualTo(0.06);
                if (n >= 20 && data != Data.SCORES) {
                    assertThat(rates[n - 4]).as(data + " " + n).isBetween(0.04, 0.06);
                }
            }
        }
        pageShows(rows, "false-alarms.md");
    }

    @Test
    @EnabledIfSystemProperty(named = "tune4j.nightly", matches = "true")
    void the_page_on_statistics_shows_the_coverage_that_is_measured() throws IOException {
        List<String> rows = new ArrayList<>();
        for (Data data : Data.values()) {
            List<Optional<Double>> shares = IntStream.of(4, 8, 10, 20, 30, 50, 100)
                    .mapToObj(n -> coverage(data, n, n < Interval.BOOTSTRAP_FROM ? 20_000 : 1_000))
                    .toList();
            rows.add(row(
                    data,
                    shares.stream()
                            .map(share -> share.map(SimulationTest::percent).orElse("none exists"))
                            .toList()));
            if (data == Data.NORMAL) {
                shares.subList(5, 7)
                        .forEach(share -> assertThat(share.orElseThrow()).isBetween(0.93, 0.97));
            }
        }
        pageShows(rows, "coverage.md");
    }

    private static void pageShows(List<String> rows, String file) throws IOException {
        Files.write(Path.of("target", file), rows);
        String page = Files.readString(
                Path.of(System.getProperty("maven.multiModuleProjectDirectory", ".."), "docs/statistics.md"));
        assertThat(page).contains(rows);
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

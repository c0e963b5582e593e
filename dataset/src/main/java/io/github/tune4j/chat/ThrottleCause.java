package io.github.tune4j.chat;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Whether calls are throttled because of the rate at which they come, or whatever the rate.
 *
 * <p>A limit throttles calls that begin under load and lets through those that do not; dice do not look at the load. So
 * the loads at the beginning of throttled and of other calls are compared by the rank-sum test of Mann and Whitney (1947,
 * normal approximation with correction for ties), for four loads: calls in flight (a limit of concurrency), calls let
 * through in the last second (a limit a second), time since the last call that was let through (a bucket that fills
 * steadily, or a door that is shut until the second is over), and our own window. Dice differ by more than
 * {@value #SURE} standard deviations once in seven hundred looks.
 */
final class ThrottleCause {
    private static final double SURE = 3.2;
    private static final double CLEARLY_MORE = 1.2;
    private static final double NEARLY_ALL = 0.98;
    private static final long SECOND = 1_000_000_000L;
    private static final long NEVER = -1_000 * SECOND;

    private record Observation(boolean throttled, double inFlight, double lastSecond, double window, double pause) {}

    private static final List<ToDoubleFunction<Observation>> LOADS =
            List.of(Observation::inFlight, Observation::lastSecond, Observation::window, Observation::pause);

    private ThrottleCause() {}

    static boolean isTheRate(PacedCall[] calls) {
        Observation[] observations = observe(calls);
        return LOADS.stream().anyMatch(load -> Math.abs(difference(observations, load)) > SURE);
    }

    /**
     * How many calls may be in flight, when that is what separates throttled calls from others better than their rate does;
     * 0 when it is not. Then the calls that were let through tell the limit itself: none of them began beside more.
     */
    static int limitInFlight(PacedCall[] calls) {
        Observation[] observations = observe(calls);
        double byInFlight = difference(observations, Observation::inFlight);
        double byRate = Math.max(
                difference(observations, Observation::lastSecond), -difference(observations, Observation::pause));
        if (byInFlight < SURE || byInFlight < CLEARLY_MORE * byRate) {
            return 0;
        }
        double[] letThrough = Arrays.stream(observations)
                .filter(o -> !o.throttled())
                .mapToDouble(Observation::inFlight)
                .sorted()
                .toArray();
        return 1 + (int) letThrough[(int) (NEARLY_ALL * (letThrough.length - 1))];
    }

    private static Observation[] observe(PacedCall[] calls) {
        PacedCall[] byBegin = calls.clone();
        Arrays.sort(byBegin, Comparator.comparingLong((PacedCall c) -> c.begin));
        Observation[] observations = new Observation[byBegin.length];
        for (int i = 0; i < byBegin.length; i++) {
            long begin = byBegin[i].begin;
            int inFlight = 0;
            int lastSecond = 0;
            long lastLetThrough = NEVER;
            for (int j = 0; j < i; j++) {
                if (!byBegin[j].throttled()) {
                    inFlight += byBegin[j].outAt(begin) ? 1 : 0;
                    lastSecond += byBegin[j].begin > begin - SECOND ? 1 : 0;
                    lastLetThrough = byBegin[j].begin;
                }
            }
            observations[i] = new Observation(
                    byBegin[i].throttled(), inFlight, lastSecond, byBegin[i].window, begin - lastLetThrough);
        }
        return observations;
    }

    /** In standard deviations; 0 where there is nothing to compare. */
    private static double difference(Observation[] observations, ToDoubleFunction<Observation> load) {
        Arrays.sort(observations, Comparator.comparingDouble(load));
        int n = observations.length;
        double throttled = 0;
        double rankSum = 0;
        double ties = 0;
        for (int from = 0; from < n; ) {
            int to = from;
            int throttledHere = 0;
            while (to < n && load.applyAsDouble(observations[to]) == load.applyAsDouble(observations[from])) {
                throttledHere += observations[to].throttled() ? 1 : 0;
                to++;
            }
            double same = to - from;
            throttled += throttledHere;
            rankSum += throttledHere * (from + 1 + to) / 2.0;
            ties += same * same * same - same;
            from = to;
        }
        double others = n - throttled;
        if (throttled < 2 || others < 2) {
            return 0;
        }
        double statistic = rankSum - throttled * (throttled + 1) / 2;
        double variance = throttled * others / 12 * (n + 1 - ties / ((double) n * (n - 1)));
        return variance <= 0 ? 0 : (statistic - throttled * others / 2) / Math.sqrt(variance);
    }
}

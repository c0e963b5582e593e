package io.github.tune4j.run;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The visible range of one direction of a chart, with round numbers for its ticks. */
record ChartAxis(double low, double high, double step) {
    private static final int TICKS = 7;

    /** From a little before the first position to a little behind the last; whole numbers only. */
    static ChartAxis horizontal(List<double[]> positions) {
        double[] range = range(positions);
        double step = Math.max(1, roundStep((range[1] - range[0]) / TICKS));
        double low = range[0] >= 0 && range[0] < step ? 0 : range[0];
        return new ChartAxis(low, range[1] + (range[1] - low) * 0.03, step);
    }

    /** From zero, or from below when there are negative values, to a round number above the highest. */
    static ChartAxis vertical(List<double[]> values) {
        double[] range = range(values);
        double low = Math.min(0, range[0]);
        double step = roundStep((range[1] - low) / TICKS);
        return new ChartAxis(Math.floor(low / step) * step, Math.ceil(range[1] / step - 1e-9) * step, step);
    }

    private static double[] range(List<double[]> lines) {
        double[] finite = lines.stream()
                .flatMapToDouble(Arrays::stream)
                .filter(Double::isFinite)
                .toArray();
        double low = Arrays.stream(finite).min().orElse(0);
        double high = Arrays.stream(finite).max().orElse(1);
        return new double[] {low, low == high ? low + 1 : high};
    }

    private static double roundStep(double raw) {
        double power = Math.pow(10, Math.floor(Math.log10(raw)));
        double lead = raw / power;
        return (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10) * power;
    }

    double share(double value) {
        return (value - low) / (high - low);
    }

    double[] ticks() {
        double first = Math.ceil(low / step - 1e-9) * step;
        double[] ticks = new double[(int) Math.floor((high - first) / step + 1e-9) + 1];
        for (int i = 0; i < ticks.length; i++) {
            ticks[i] = first + i * step;
        }
        return ticks;
    }

    String label(double tick) {
        int decimals = step >= 1 ? 0 : (int) Math.ceil(-Math.log10(step) - 1e-9);
        return String.format(Locale.ROOT, "%." + decimals + "f", tick + 0.0);
    }
}

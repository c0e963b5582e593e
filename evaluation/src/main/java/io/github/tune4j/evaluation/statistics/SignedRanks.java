package io.github.tune4j.evaluation.statistics;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.NormalDistribution;

/** Wilcoxon's signed-rank test with midranks. */
final class SignedRanks {
    private SignedRanks() {}

    static PairedTest.Wilcoxon of(double[] differences, PairedTest.Zeros zeros) {
        double[] kept = zeros == PairedTest.Zeros.DROP
                ? Arrays.stream(differences).filter(d -> d != 0).toArray()
                : differences;
        double[] ranks = Sample.midranks(Arrays.stream(kept).map(Math::abs).toArray());
        double plus = 0;
        double minus = 0;
        double split = 0;
        double[] terms = new double[kept.length];
        int used = 0;
        for (int i = 0; i < kept.length; i++) {
            if (kept[i] > 0) {
                plus += ranks[i];
            } else if (kept[i] < 0) {
                minus += ranks[i];
            } else if (zeros == PairedTest.Zeros.SPLIT) {
                split += ranks[i] / 2;
            }
            terms[i] = Math.signum(kept[i]) * ranks[i];
            used += kept[i] == 0 ? 0 : 1;
        }
        plus += split;
        minus += split;
        double deviation = Math.sqrt(variance(kept, ranks, zeros));
        double distance = Math.abs(plus - minus) / 2;
        double z = used == 0 ? 0 : -distance / deviation;
        double corrected = used == 0 ? 0 : -Math.max(0, distance - 0.5) / deviation;
        NormalDistribution normal = NormalDistribution.of(0, 1);
        return new PairedTest.Wilcoxon(
                plus,
                minus,
                used,
                SignFlips.pValue(terms),
                z,
                2 * normal.cumulativeProbability(z),
                2 * normal.cumulativeProbability(corrected));
    }

    /** n(n+1)(2n+1)/24 less the corrections for zeros (Pratt) and for ties, both in the form of Cureton (1967). */
    private static double variance(double[] kept, double[] ranks, PairedTest.Zeros zeros) {
        int n = kept.length;
        double sum = n * (n + 1.0) * (2 * n + 1.0);
        int zeroCount = (int) Arrays.stream(kept).filter(d -> d == 0).count();
        boolean pratt = zeros == PairedTest.Zeros.PRATT;
        if (pratt) {
            sum -= zeroCount * (zeroCount + 1.0) * (2 * zeroCount + 1.0);
        }
        double[] sorted = ranks.clone();
        Arrays.sort(sorted);
        for (int from = pratt ? zeroCount : 0, to; from < n; from = to) {
            to = from + 1;
            while (to < n && sorted[to] == sorted[from]) {
                to++;
            }
            double tied = to - from;
            sum -= (tied * tied * tied - tied) / 2;
        }
        return sum / 24;
    }
}

package io.github.tune4j.training;

import java.util.Locale;

/** How a loss is written for people: four digits after the point, as in Bedrock's console. */
final class Loss {
    private Loss() {}

    static String text(double loss) {
        return Double.isFinite(loss) ? String.format(Locale.ROOT, "%.4f", loss) : "not a number";
    }
}

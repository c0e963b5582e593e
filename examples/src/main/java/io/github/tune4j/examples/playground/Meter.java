package io.github.tune4j.examples.playground;

import io.github.tune4j.run.Budget;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the session has cost until now. An hour of throughput is booked when it begins, and tokens when they were answered. */
final class Meter {
    private Meter() {}

    static Map<String, @Nullable Object> read(Room room) {
        TunedSeat.Standing tuned = room.tuned().standing();
        Budget budget = room.budget();
        BigDecimal usd = budget.spentUsd();
        Map<String, @Nullable Object> meter = new LinkedHashMap<>();
        meter.put("state", tuned.state().name());
        meter.put("canBuy", tuned.canBuy());
        meter.put("canEnd", tuned.canEnd());
        meter.put("problem", tuned.problem());
        meter.put("usd", usd.setScale(4, RoundingMode.HALF_UP).toPlainString());
        meter.put("limitUsd", budget.limitUsd().toPlainString());
        meter.put(
                "usdPerHour",
                tuned.usdPerHour() == null ? null : tuned.usdPerHour().toPlainString());
        meter.put(
                "nextHourInSeconds",
                tuned.nextHourIn() == null ? null : tuned.nextHourIn().toSeconds());
        meter.put("unpriced", budget.unpriced().size());
        return meter;
    }
}

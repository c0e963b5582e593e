package io.github.tune4j.run;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What something is going to cost, line by line. A price that is not publicly known is a line without amount, never 0.
 *
 * @param lines the parts
 * @param totalUsd the sum of the known amounts in US dollars; null when no amount is known
 * @param asOf the date of the prices
 */
public record CostEstimate(List<Line> lines, @Nullable BigDecimal totalUsd, LocalDate asOf) implements Reportable {

    /**
     * Copies the list.
     *
     * @param lines the parts
     * @param totalUsd the sum of the known amounts in US dollars
     * @param asOf the date of the prices
     */
    public CostEstimate {
        lines = List.copyOf(lines);
    }

    /**
     * One part of the cost.
     *
     * @param what what is paid for
     * @param formula how the amount comes about, to be read by people
     * @param usd US dollars; null when the price is not publicly known
     */
    public record Line(
            String what, String formula, @Nullable BigDecimal usd) {}

    /**
     * An estimate whose total is the sum of its known amounts.
     *
     * @param lines the parts
     * @param asOf the date of the prices
     * @return the estimate
     */
    public static CostEstimate of(List<Line> lines, LocalDate asOf) {
        BigDecimal total = null;
        for (Line line : lines) {
            if (line.usd() != null) {
                total = total == null ? line.usd() : total.add(line.usd());
            }
        }
        return new CostEstimate(lines, total, asOf);
    }

    @Override
    public ReportSection section() {
        List<List<String>> rows = new ArrayList<>();
        for (Line line : lines) {
            rows.add(List.of(line.what(), line.formula(), amount(line.usd())));
        }
        rows.add(List.of("Total of the known amounts", "", amount(totalUsd)));
        return ReportSection.builder("Estimated cost")
                .addText("Prices of " + asOf + ".")
                .addTable(List.of("Item", "How it comes about", "USD"), rows)
                .build();
    }

    private static String amount(@Nullable BigDecimal usd) {
        return usd == null ? "not publicly known" : usd.toPlainString();
    }
}

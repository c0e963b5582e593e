package io.github.tune4j.job;

import io.github.tune4j.model.PriceList;
import io.github.tune4j.run.CostEstimate;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.OptionalLong;

/** What a tuning job costs: every epoch goes through every token of the training data once. */
final class JobCost {
    private static final String EPOCHS = "epochCount";
    private static final BigDecimal THOUSAND = BigDecimal.valueOf(1000);

    private JobCost() {}

    static CostEstimate estimate(JobOrder order, PriceList prices) {
        BigDecimal price = prices.trainingUsdPerThousandTokens(order.facts()).orElse(null);
        long epochs = epochs(order);
        OptionalLong tokens = BilledTokens.of(order);
        CostEstimate.Line training = new CostEstimate.Line(
                "Training",
                (tokens.isEmpty() ? "tokens of the data x " : tokens.getAsLong() + " tokens x ") + epochs + " epochs"
                        + (price == null ? "" : " x " + price + " USD per 1,000 tokens"),
                price == null || tokens.isEmpty()
                        ? null
                        : usd(price, tokens.getAsLong() * epochs).setScale(2, RoundingMode.UP));
        CostEstimate.Line storage = new CostEstimate.Line(
                "Keeping the tuned model",
                "for a month, until it is deleted",
                prices.storageUsdPerMonth(order.facts()).orElse(null));
        return CostEstimate.of(List.of(training, storage), prices.asOf());
    }

    static long epochs(JobOrder order) {
        String given = order.hyperParameters().values().get(EPOCHS);
        return order.facts().hyperParameters().stream()
                .filter(spec -> spec.name().equals(EPOCHS))
                .findFirst()
                .map(spec -> given == null || spec.problemOf(given).isPresent()
                        ? spec.standard().longValue()
                        : new BigDecimal(given).longValue())
                .orElse(1L);
    }

    /** What so many tokens cost, to a hundredth of a cent of a cent. */
    static BigDecimal usd(BigDecimal perThousand, long tokens) {
        return perThousand.multiply(BigDecimal.valueOf(tokens)).divide(THOUSAND, 6, RoundingMode.HALF_UP);
    }
}

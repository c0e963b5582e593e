package io.github.tune4j.job;

import io.github.tune4j.chat.Message;
import io.github.tune4j.dataset.Example;
import io.github.tune4j.dataset.validation.TokenEstimator;
import io.github.tune4j.model.PriceList;
import io.github.tune4j.run.CostEstimate;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a tuning job costs: every epoch goes through every token of the training data once. Tokens are estimated as AWS's
 * own validator does, one for three characters, which is more than most texts have.
 */
final class JobCost {
    private static final String EPOCHS = "epochCount";
    private static final TokenEstimator TOKENS = TokenEstimator.awsLengthOverThree();
    private static final BigDecimal THOUSAND = BigDecimal.valueOf(1000);

    private JobCost() {}

    static CostEstimate estimate(JobOrder order, PriceList prices) {
        BigDecimal price = prices.trainingUsdPerThousandTokens(order.facts()).orElse(null);
        long epochs = epochs(order);
        CostEstimate.Line training;
        if (order.training() instanceof JobOrder.Data.Local local) {
            long tokens = tokens(local);
            BigDecimal usd = price == null
                    ? null
                    : price.multiply(BigDecimal.valueOf(tokens * epochs)).divide(THOUSAND, 2, RoundingMode.UP);
            training = new CostEstimate.Line(
                    "Training",
                    tokens + " tokens x " + epochs + " epochs"
                            + (price == null ? "" : " x " + price + " USD per 1,000 tokens"),
                    usd);
        } else {
            training = new CostEstimate.Line("Training", "tokens of the uploaded data x " + epochs + " epochs", null);
        }
        CostEstimate.Line storage = new CostEstimate.Line(
                "Keeping the tuned model",
                "for a month, until it is deleted",
                prices.storageUsdPerMonth(order.facts()).orElse(null));
        return CostEstimate.of(List.of(training, storage), prices.asOf());
    }

    private static long epochs(JobOrder order) {
        String given = order.hyperParameters().values().get(EPOCHS);
        return given != null
                ? Long.parseLong(given)
                : order.facts().hyperParameters().stream()
                        .filter(spec -> spec.name().equals(EPOCHS))
                        .findFirst()
                        .map(spec -> spec.standard().longValue())
                        .orElse(1L);
    }

    private static long tokens(JobOrder.Data.Local local) {
        try (Stream<Example> examples = local.dataset().examples()) {
            return examples.mapToLong(JobCost::tokens).sum();
        }
    }

    private static long tokens(Example example) {
        long tokens = example.system() == null ? 0 : TOKENS.tokens(example.system());
        for (Message message : example.messages()) {
            tokens += TOKENS.tokens(message.text());
        }
        return tokens;
    }
}

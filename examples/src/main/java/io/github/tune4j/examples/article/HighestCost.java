package io.github.tune4j.examples.article;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.model.BaseModel;
import io.github.tune4j.model.ModelCatalog;
import io.github.tune4j.model.PriceList;
import io.github.tune4j.run.CostEstimate;
import io.github.tune4j.run.CostEstimate.Line;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/** The most that a run on a real account can come to, from the price list and before anything is called. */
final class HighestCost {
    /** Fewer bytes than these make no token, in any language. */
    private static final int FEWEST_BYTES_A_TOKEN = 2;

    private static final long QUESTION_TOKENS = 2_000;
    private static final long JUDGE_CALLS = 16;
    private static final long DOCUMENT_TOKENS = 100_000;

    private final PriceList prices = PriceList.bundled();
    private final BaseModel model;
    private final ArticleData data;

    HighestCost(BaseModel model, ArticleData data) {
        this.model = model;
        this.data = data;
    }

    CostEstimate estimate() {
        BaseModel assistant = ModelCatalog.bundled().get(ArticleRun.ASSISTANT);
        return CostEstimate.of(
                List.of(
                        training(),
                        serving(),
                        tokens("Answers of both models", model, 8 * QUESTION_TOKENS, 8 * ArticleRun.MAX_TOKENS),
                        tokens(
                                "Generated pairs and verdicts",
                                assistant,
                                DOCUMENT_TOKENS + JUDGE_CALLS * 2 * QUESTION_TOKENS,
                                4 * 3_000 + JUDGE_CALLS * ArticleRun.MAX_TOKENS),
                        new Line(
                                "Keeping the tuned model for a month",
                                "1 model",
                                prices.storageUsdPerMonth(model)
                                        .map(HighestCost::cents)
                                        .orElse(null))),
                prices.asOf());
    }

    private Line training() {
        long tokens = size() / FEWEST_BYTES_A_TOKEN * ArticleRun.epochs(model);
        Optional<BigDecimal> usd = prices.trainingUsdPerThousandTokens(model)
                .map(price -> price.multiply(BigDecimal.valueOf(tokens)).movePointLeft(3));
        return new Line(
                "Training",
                "at most " + tokens + " tokens in " + ArticleRun.epochs(model) + " epochs",
                usd.map(HighestCost::cents).orElse(null));
    }

    private Line serving() {
        long hours = ArticleRun.LEASE.toHours();
        if (model.servedBy(BaseModel.ServingKind.ON_DEMAND)) {
            return new Line("Serving the tuned model", "on demand, by the token: in the answers", BigDecimal.ZERO);
        }
        return new Line(
                "Provisioned throughput",
                hours + " hours of 1 unit, ended by its lease",
                prices.throughputUsdPerHour(model)
                        .map(usd -> cents(usd.multiply(BigDecimal.valueOf(hours))))
                        .orElse(null));
    }

    private Line tokens(String what, BaseModel who, long input, long output) {
        return new Line(
                what,
                "at most " + input + " tokens in and " + output + " out of " + who.title(),
                prices.tokens(who.callingId())
                        .map(price -> cents(price.usd(input, output)))
                        .orElse(null));
    }

    private long size() {
        try {
            return Files.size(data.training());
        } catch (IOException e) {
            throw InvalidInputException.of(
                    "The file " + data.training() + " cannot be read", "check that it exists and is readable.", e);
        }
    }

    private static BigDecimal cents(BigDecimal usd) {
        return usd.setScale(2, RoundingMode.CEILING);
    }
}

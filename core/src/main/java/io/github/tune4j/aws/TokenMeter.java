package io.github.tune4j.aws;

import io.github.tune4j.aws.internal.Connection;
import io.github.tune4j.chat.ChatModel;
import io.github.tune4j.chat.ChatReply;
import io.github.tune4j.run.Budget;
import io.github.tune4j.run.TokenPrice;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Charges the tokens of one model to the session's budget; those of a throughput are paid by the hour. */
final class TokenMeter {
    private final Connection connection;
    private final String modelId;
    private volatile @Nullable Optional<TokenPrice> price;

    TokenMeter(Connection connection, String modelId) {
        this.connection = connection;
        this.modelId = modelId;
    }

    ChatModel metered(ChatModel model) {
        Budget budget = connection.budget();
        if (budget == null || modelId.contains(":provisioned-model/")) {
            return model;
        }
        return price().map(known -> model.named(modelId).metered(budget, known))
                .orElseGet(() -> unpriced(model, budget));
    }

    private ChatModel unpriced(ChatModel model, Budget budget) {
        return request -> {
            try (Budget.Reservation reservation = budget.reserve("tokens of " + modelId, null)) {
                ChatReply reply = model.chat(request);
                reservation.charge(null, null);
                return reply;
            }
        };
    }

    private Optional<TokenPrice> price() {
        Optional<TokenPrice> known = price;
        if (known == null) {
            known = connection.prices().tokens(pricedId());
            price = known;
        }
        return known;
    }

    /** A deployment costs what its base model costs; the ARN of the custom model on it names that. */
    private String pricedId() {
        return modelId.contains(":custom-model-deployment/")
                ? connection
                        .call(
                                "GetCustomModelDeployment",
                                () -> connection
                                        .clients()
                                        .bedrock()
                                        .getCustomModelDeployment(d -> d.customModelDeploymentIdentifier(modelId)))
                        .modelArn()
                : modelId;
    }
}

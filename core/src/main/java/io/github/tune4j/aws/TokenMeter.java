package io.github.tune4j.aws;

import io.github.tune4j.aws.internal.Connection;
import io.github.tune4j.chat.ChatModel;
import io.github.tune4j.chat.ChatOptions;
import io.github.tune4j.chat.ChatRequest;
import io.github.tune4j.chat.Message;
import io.github.tune4j.chat.ModelCallException;
import io.github.tune4j.json.Json;
import io.github.tune4j.run.Budget;
import io.github.tune4j.run.TokenPrice;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Charges the tokens of one model to the session's budget; those of a throughput are paid by the hour. */
final class TokenMeter {
    private final Connection connection;
    private final String modelId;
    private final OptionalLong mostOutput;
    private volatile @Nullable Optional<TokenPrice> price;

    /** A meter; {@code mostOutput} is what the model says at most when a request does not limit it. */
    TokenMeter(Connection connection, String modelId, OptionalLong mostOutput) {
        this.connection = connection;
        this.modelId = modelId;
        this.mostOutput = mostOutput;
    }

    ChatModel metered(ChatModel model) {
        Budget budget = connection.budget();
        if (budget == null || byTheHour()) {
            return model;
        }
        ChatModel named = model.named(modelId);
        return price().map(known -> named.metered(budget, known)).orElseGet(() -> named.metered(budget));
    }

    /** What was said before the endpoint broke off is charged for, and nobody says how much it was. */
    void brokenOff(ModelCallException failure) {
        Budget budget = connection.budget();
        // Without the endpoint's word the answer counts as lost already.
        if (budget != null && !byTheHour() && failure.requestId().isPresent()) {
            budget.charge("tokens of " + modelId + ", whose answer broke off", null, null);
        }
    }

    private boolean byTheHour() {
        return modelId.contains(":provisioned-model/");
    }

    /** The request as long as it can get, for what is set aside: with its correction, and with the longest answer. */
    ChatRequest longest(ChatRequest request, Dialect.@Nullable Correction correction) {
        ChatRequest.Builder longest = request.toBuilder();
        if (request.options().maxTokens().isEmpty() && mostOutput.isPresent()) {
            longest.options(ChatOptions.builder()
                    .maxTokens((int) Math.min(mostOutput.getAsLong(), Integer.MAX_VALUE))
                    .build());
        }
        if (correction != null) {
            longest.addMessage(Message.assistant(Json.line(correction.wrong().content())))
                    .addMessage(Message.user(correction.text()));
        }
        return longest.build();
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

package io.github.tune4j.batch;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.answer.AnswerSheet.Settings;
import io.github.tune4j.answer.Question;
import io.github.tune4j.aws.ServiceRole;
import io.github.tune4j.chat.ChatOptions;
import io.github.tune4j.dataset.validation.TokenEstimator;
import io.github.tune4j.model.BaseModel;
import io.github.tune4j.model.ModelCatalog;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is ordered: the settings of a batch job, and what follows from them. */
final class BatchOrder {
    private static final long USUAL_MAX_TOKENS = 4096;

    final String modelId;

    @Size(min = 1, max = 63)
    @Pattern(regexp = "[a-zA-Z0-9]{1,63}(-*[a-zA-Z0-9+.-]){0,63}")
    @NotNull
    @Nullable
    String name;

    @Nullable
    String label;

    @NotNull
    List<Question> questions = List.of();

    @Nullable
    String systemPrompt;

    @NotNull
    ChatOptions options = ChatOptions.defaults();

    @NotNull
    @Nullable
    ServiceRole serviceRole;

    @NotNull
    @Nullable
    String storage;

    boolean createStorage;

    @Min(24)
    @Max(168)
    int timeoutHours = 24;

    BatchLimits limits = BatchLimits.bundled();

    BatchOrder(String modelId) {
        this.modelId = modelId;
    }

    void check(ModelCatalog models) {
        checkModel(models);
        InvalidInputException.check(this);
        if (questions.size() < limits.minRecords() || questions.size() > limits.maxRecords()) {
            throw InvalidInputException.of(
                    "There are " + questions.size() + " questions, and Bedrock takes " + limits.minRecords() + " to "
                            + limits.maxRecords() + " records in a batch job (quotas of " + limits.asOf() + ").",
                    questions.size() < limits.minRecords()
                            ? "ask so few with AnswerCollector; or set recordLimits if your account has other quotas."
                            : "divide them into several jobs; or set recordLimits if your account has other quotas.");
        }
        Set<String> ids = new HashSet<>();
        for (Question question : questions) {
            if (!ids.add(question.id())) {
                throw InvalidInputException.of(
                        "The list of questions has more than one question with the id \"" + question.id() + "\".",
                        "give each question an id of its own.");
            }
        }
    }

    /** Bedrock's batch inference serves base models only, of which not every one. */
    private void checkModel(ModelCatalog models) {
        if (modelId.contains(":custom-model/")
                || modelId.contains(":provisioned-model/")
                || modelId.contains(":custom-model-deployment/")) {
            throw InvalidInputException.of(
                    "Batch inference does not support tuned text models: " + modelId + ".",
                    "ask the tuned model through ProvisionedModel or OnDemandModel with AnswerCollector; in batch ask the"
                            + " base model it is compared with.");
        }
        Optional<BaseModel> known = known(models);
        if (known.isPresent() && !known.get().servedBy(BaseModel.ServingKind.BATCH)) {
            throw InvalidInputException.of(
                    known.get().title() + " is not offered for batch inference.", "ask it with AnswerCollector.");
        }
        dialect();
    }

    private Optional<BaseModel> known(ModelCatalog models) {
        return models.all().stream()
                .filter(m -> m.callingId().equals(modelId) || m.id().equals(modelId) || modelId.endsWith("." + m.id()))
                .findFirst();
    }

    BatchDialect dialect() {
        return BatchDialect.of(modelId);
    }

    Settings settings() {
        return new Settings(systemPrompt, options);
    }

    String labelled() {
        return label == null ? String.valueOf(name) : label;
    }

    /** The most tokens of an answer; a record must say how many. */
    long maxTokens(ModelCatalog models) {
        return options.maxTokens()
                .map(Integer::longValue)
                .orElseGet(() -> known(models)
                        .map(m -> m.maxOutputTokens().orElse(USUAL_MAX_TOKENS))
                        .orElse(USUAL_MAX_TOKENS));
    }

    /** The tokens of all prompts, rather too many than too few. */
    long mostInputTokens() {
        TokenEstimator tokens = TokenEstimator.standard();
        long system = systemPrompt == null ? 0 : tokens.tokens(systemPrompt);
        return questions.stream()
                .mapToLong(q -> tokens.tokens(q.text()) + system + 16)
                .sum();
    }
}

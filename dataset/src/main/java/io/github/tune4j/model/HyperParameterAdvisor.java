package io.github.tune4j.model;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.model.HyperParameters.Spec;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What AWS advises for so much training data. For Claude the figures are those of the AWS blog "Best practices and
 * lessons for fine-tuning Anthropic's Claude 3 Haiku in Amazon Bedrock" (2024), for Nova's warm-up those of the
 * hyperparameter page of the Bedrock user guide. Where AWS says nothing, nothing is set.
 */
public final class HyperParameterAdvisor {
    private HyperParameterAdvisor() {}

    /**
     * Advises for a number of records.
     *
     * @param model the model to be trained
     * @param records how many records the training data has, from 1
     * @return settings that the model takes, each with its reason
     * @throws InvalidInputException if the model cannot be fine-tuned
     */
    public static Advice advise(BaseModel model, long records) {
        model.tuningId();
        Draft draft = new Draft(model);
        if (draft.takes(HyperParameters.LEARNING_RATE_MULTIPLIER)) {
            batchSize(draft, records);
            epochs(draft, records);
            draft.set(
                    HyperParameters.LEARNING_RATE_MULTIPLIER,
                    1,
                    "AWS advises to start at 1.0 and to vary it first when there are 1,000 records or more; below 100,"
                            + " vary the batch size first");
        }
        warmup(draft, records);
        return draft.advice();
    }

    private static void batchSize(Draft draft, long records) {
        int size = records < 100 ? 4 : records < 250 ? 8 : records < 750 ? 16 : records < 5_000 ? 32 : 64;
        String range = records < 500
                ? "4 to 16 below 500"
                : records <= 1_000 ? "16 to 32 from 500 to 1,000" : "32 to 64 above 1,000";
        draft.set(HyperParameters.BATCH_SIZE, size, "AWS advises " + range + " records, and there are " + records);
    }

    private static void epochs(Draft draft, long records) {
        if (records <= 100) {
            draft.set(HyperParameters.EPOCHS, 10, "AWS advises about 10 for small sets (32 to 100 records)");
        } else if (records < 1_000) {
            draft.set(
                    HyperParameters.EPOCHS,
                    5,
                    "AWS advises about 10 for up to 100 records and 1 to 2 from 1,000; " + records + " lie between");
        } else {
            draft.set(HyperParameters.EPOCHS, 2, "AWS advises 1 to 2 for 1,000 to 10,000 records");
        }
    }

    private static void warmup(Draft draft, long records) {
        int divisor = switch (draft.model.name()) {
            case "nova-micro" -> 640;
            case "nova-lite" -> 160;
            case "nova-pro" -> 320;
            default -> 0;
        };
        if (divisor > 0) {
            draft.set(
                    HyperParameters.WARMUP_STEPS,
                    records / divisor,
                    "AWS advises records / " + divisor + " for " + draft.model.title());
        }
    }

    /**
     * Settings with their reasons.
     *
     * @param hyperParameters what the model should be trained with
     * @param reasons one sentence a setting, in the same order
     */
    public record Advice(HyperParameters hyperParameters, List<String> reasons) {
        /**
         * Copies the list.
         *
         * @param hyperParameters what the model should be trained with
         * @param reasons one sentence a setting, in the same order
         */
        public Advice {
            reasons = List.copyOf(reasons);
        }
    }

    private static final class Draft {
        private final BaseModel model;
        private final HyperParameters.Builder values = HyperParameters.builder();
        private final List<String> reasons = new ArrayList<>();

        Draft(BaseModel model) {
            this.model = model;
        }

        boolean takes(String name) {
            return spec(name).isPresent();
        }

        void set(String name, long advised, String reason) {
            Spec spec = spec(name).orElseThrow();
            BigDecimal value = BigDecimal.valueOf(advised).max(spec.min()).min(spec.max());
            String clamped =
                    value.compareTo(BigDecimal.valueOf(advised)) == 0 ? "" : "; " + advised + " is outside " + spec;
            values.add(name, value.toPlainString());
            reasons.add(name + " " + value.toPlainString() + ": " + reason + clamped + ".");
        }

        Advice advice() {
            return new Advice(values.build(), reasons);
        }

        private Optional<Spec> spec(String name) {
            return model.hyperParameters().stream()
                    .filter(s -> s.name().equals(name))
                    .findFirst();
        }
    }
}

package io.github.tune4j.testkit.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.tune4j.model.BaseModel;
import io.github.tune4j.model.HyperParameters;
import io.github.tune4j.testkit.rest.Violations;
import io.github.tune4j.testkit.standin.EarlyStopping;
import io.github.tune4j.testkit.standin.TrainingSettings;
import io.github.tune4j.testkit.wire.ServiceError;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks a job's hyperparameters against its model's, and says what they mean for training. */
final class HyperParameterCheck {
    /** Records a step where a model does not let its user choose. */
    private static final int USUAL_BATCH = 8;

    private final List<HyperParameters.Spec> specs;

    HyperParameterCheck(BaseModel model) {
        this.specs = model.hyperParameters();
    }

    /** Refuses names that the model does not have, and values of the wrong kind or out of range. */
    void check(JsonNode given) throws ServiceError {
        Violations violations = new Violations();
        List<String> names = specs.stream().map(HyperParameters.Spec::name).toList();
        for (Map.Entry<String, JsonNode> entry : given.properties()) {
            String at = "hyperParameters." + entry.getKey();
            String value = entry.getValue().textValue();
            Optional<HyperParameters.Spec> spec = spec(entry.getKey());
            if (spec.isEmpty()) {
                violations.add(
                        "hyperParameters", "'" + entry.getKey() + "'", "Member must satisfy enum value set: " + names);
            } else {
                check(spec.get(), at, value, violations);
            }
        }
        violations.orThrow();
    }

    private static void check(HyperParameters.Spec spec, String at, String value, Violations violations) {
        String shown = "'" + value + "'";
        Optional<BigDecimal> number = number(value);
        if (number.isEmpty()) {
            violations.add(at, shown, "Member must be a number");
        } else if (spec.kind() == HyperParameters.Kind.INTEGER
                && number.get().stripTrailingZeros().scale() > 0) {
            violations.add(at, shown, "Member must be a whole number");
        } else if (number.get().compareTo(spec.min()) < 0) {
            violations.add(
                    at,
                    shown,
                    "Member must have value greater than or equal to "
                            + spec.min().toPlainString());
        } else if (number.get().compareTo(spec.max()) > 0) {
            violations.add(
                    at,
                    shown,
                    "Member must have value less than or equal to " + spec.max().toPlainString());
        }
    }

    /** How to train: what is not given has the model's standard value. */
    TrainingSettings settings(JsonNode given) {
        double rate = spec("learningRate")
                .map(spec -> value(given, spec).doubleValue() / spec.standard().doubleValue())
                .orElseGet(() -> value(given, "learningRateMultiplier").doubleValue());
        Optional<HyperParameters.Spec> threshold = spec("earlyStoppingThreshold");
        return new TrainingSettings(
                value(given, "epochCount").intValue(),
                spec("batchSize").map(spec -> value(given, spec).intValue()).orElse(USUAL_BATCH),
                rate,
                spec("learningRateWarmupSteps")
                        .map(spec -> value(given, spec).intValue())
                        .orElse(0),
                threshold
                        .map(spec -> new EarlyStopping(
                                value(given, spec).doubleValue(),
                                value(given, "earlyStoppingPatience").intValue()))
                        .orElse(null));
    }

    private BigDecimal value(JsonNode given, String name) {
        return value(given, spec(name).orElseThrow());
    }

    private static BigDecimal value(JsonNode given, HyperParameters.Spec spec) {
        return given.has(spec.name()) ? new BigDecimal(given.path(spec.name()).asText()) : spec.standard();
    }

    private Optional<HyperParameters.Spec> spec(String name) {
        return specs.stream().filter(spec -> spec.name().equals(name)).findFirst();
    }

    private static Optional<BigDecimal> number(String text) {
        try {
            return text.length() > 32 ? Optional.empty() : Optional.of(new BigDecimal(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}

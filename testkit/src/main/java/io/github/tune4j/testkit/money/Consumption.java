package io.github.tune4j.testkit.money;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Something that AWS would bill. */
public sealed interface Consumption {

    /**
     * Provisioned throughput.
     *
     * @param arn the throughput
     * @param name its name
     * @param modelId the base model's id
     * @param units model units
     * @param termMonths the commitment; 0 without one
     * @param from when its purchase was accepted
     * @param to when its deletion was accepted; null while it is there
     */
    record Throughput(
            String arn,
            String name,
            String modelId,
            int units,
            int termMonths,
            Instant from,
            @Nullable Instant to) implements Consumption {}

    /**
     * Training.
     *
     * @param arn the job
     * @param name its name
     * @param modelId the base model's id
     * @param tokens tokens of the data times epochs
     * @param from when training began
     * @param to when the job ended
     */
    record Training(String arn, String name, String modelId, long tokens, Instant from, Instant to)
            implements Consumption {}

    /**
     * Keeping a custom model.
     *
     * @param arn the model
     * @param name its name
     * @param modelId the base model's id
     * @param from when it was made
     * @param to when it was deleted; null while it is there
     */
    record Storage(
            String arn,
            String name,
            String modelId,
            Instant from,
            @Nullable Instant to) implements Consumption {}

    /**
     * Calls that are paid by the token.
     *
     * @param arn what was called
     * @param modelId whose price counts
     * @param batch whether they were made by batch jobs
     * @param inputTokens tokens of all prompts
     * @param outputTokens tokens of all answers
     * @param from the first call
     * @param to the last call
     */
    record Inference(
            String arn, String modelId, boolean batch, long inputTokens, long outputTokens, Instant from, Instant to)
            implements Consumption {
        /** The same with one more call. */
        public Inference plus(long input, long output, Instant at) {
            return new Inference(arn, modelId, batch, inputTokens + input, outputTokens + output, from, at);
        }
    }
}

package io.github.tune4j.testkit.runtime;

import io.github.tune4j.testkit.standin.LocalModel;
import io.github.tune4j.testkit.wire.ServiceError;

/** Knows which model answers to which identifier. Thread-safe. */
@FunctionalInterface
public interface Models {
    /**
     * Finds what a runtime call names.
     *
     * @param modelId as it stands in the path, decoded: an id, an inference profile, or an ARN of a foundation model,
     *     provisioned throughput or deployment
     * @param region where the call is made
     * @throws ServiceError if nothing that can be called answers to it, or not yet, or no longer
     */
    Served find(String modelId, String region) throws ServiceError;

    /**
     * A model that can be called.
     *
     * @param baseModelId the id of the base model that answers or was tuned, without the context suffix, for example
     *     {@code anthropic.claude-3-haiku-20240307-v1:0}; it decides the form of bodies
     * @param contextTokens the most tokens of prompt and answer together
     * @param maxOutputTokens the most tokens that an answer may have
     * @param model answers
     * @param meter is told of every call
     */
    record Served(String baseModelId, int contextTokens, int maxOutputTokens, LocalModel model, Meter meter) {
        /** The same with another meter. */
        public Served meteredBy(Meter other) {
            return new Served(baseModelId, contextTokens, maxOutputTokens, model, other);
        }
    }

    /** Watches the quotas and keeps the bill of one model. Thread-safe. */
    interface Meter {
        /**
         * A call that is well-formed is about to be answered.
         *
         * @param inputTokens how long its prompt is
         * @param maxTokens the most tokens that it lets the answer have
         * @throws ServiceError if a quota is used up
         */
        CallInFlight begin(int inputTokens, int maxTokens) throws ServiceError;
    }

    /** A call between its begin and its end. */
    interface CallInFlight extends AutoCloseable {
        /** It was answered: what is to be paid. */
        void answered(int inputTokens, int outputTokens);

        /** It is over, answered or not. */
        @Override
        void close();
    }
}

package io.github.tune4j.testkit.runtime;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tune4j.testkit.standin.Completion;
import io.github.tune4j.testkit.standin.Prompt;
import io.github.tune4j.testkit.standin.TokenCount;
import io.github.tune4j.testkit.standin.TunedModel;
import io.github.tune4j.testkit.standin.Turn;
import io.github.tune4j.testkit.wire.ServiceError;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Calls models, whoever asks: the runtime service, or a batch. Thread-safe. */
public final class ModelCalls {
    private final @Nullable Upstream upstream;

    /**
     * Calls of stand-ins.
     *
     * @param upstream answers in the place of models that were not tuned; null when the stand-ins do
     */
    public ModelCalls(@Nullable Upstream upstream) {
        this.upstream = upstream;
    }

    /**
     * Answers a body in the model's own form, as InvokeModel does.
     *
     * @throws ServiceError if the body is not as the model wants it
     * @throws IOException if an upstream model was interrupted
     */
    public ObjectNode invoke(Models.Served served, ObjectNode body) throws ServiceError, IOException {
        Dialect dialect = Dialect.of(served.baseModelId());
        return dialect.reply(answer(dialect.read(body, served), served));
    }

    /**
     * Answers a request in the form of Converse.
     *
     * @throws ServiceError if the request is not as Converse wants it
     * @throws IOException if an upstream model was interrupted
     */
    public ObjectNode converse(Models.Served served, ObjectNode request) throws ServiceError, IOException {
        return ConverseForm.reply(conversed(served, request), request, served);
    }

    Answer conversed(Models.Served served, ObjectNode request) throws ServiceError, IOException {
        return answer(ConverseForm.read(request, served), served);
    }

    Answer answer(Prompt prompt, Models.Served served) throws ServiceError, IOException {
        int inputTokens = TokenCount.of(prompt);
        if (inputTokens > served.contextTokens()) {
            throw Problem.validation("Input is too long for requested model.");
        }
        long started = System.nanoTime();
        int maxTokens = prompt.sampling().maxTokens();
        try (Models.CallInFlight call = served.meter().begin(inputTokens, maxTokens)) {
            Completion completion = upstream == null || served.model() instanceof TunedModel
                    ? served.model().answer(prompt)
                    : upstream.answer(prompt);
            call.answered(completion.inputTokens(), completion.outputTokens());
            long millis = Math.max(1, (System.nanoTime() - started) / 1_000_000);
            return new Answer(prompt, completion, StandInName.of(served.baseModelId()), id(prompt), millis);
        }
    }

    private static String id(Prompt prompt) {
        StringBuilder all = new StringBuilder(prompt.system()).append(prompt.sampling());
        for (Turn turn : prompt.turns()) {
            all.append('\n').append(turn.text());
            turn.documents().forEach(document -> all.append(Arrays.hashCode(document.bytes())));
        }
        int forwards = all.toString().hashCode();
        return "%08x%08x%08x"
                .formatted(forwards, all.length(), all.reverse().toString().hashCode());
    }
}

package io.github.tune4j.testkit.runtime;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tune4j.testkit.standin.Prompt;
import io.github.tune4j.testkit.wire.ServiceError;
import java.util.List;

/** The form in which a family of models is spoken to by InvokeModel. */
interface Dialect {
    /**
     * Reads a request's body.
     *
     * @throws ServiceError if it is not as the family wants it
     */
    Prompt read(ObjectNode body, Models.Served served) throws ServiceError;

    /** The body of an answer. */
    ObjectNode reply(Answer answer);

    /** The bodies of a stream's chunks. */
    List<ObjectNode> chunks(Answer answer);

    /** The dialect of a model. */
    static Dialect of(String baseModelId) throws ServiceError {
        if (baseModelId.startsWith("anthropic.")) {
            return new AnthropicDialect();
        }
        if (baseModelId.startsWith("amazon.nova")) {
            return new NovaDialect();
        }
        if (baseModelId.startsWith("meta.llama")) {
            return new LlamaDialect();
        }
        throw Problem.validation("The local AWS does not know the request body of " + baseModelId + ". Use Converse.");
    }
}

package io.github.tune4j.testkit.runtime;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tune4j.testkit.standin.Prompt;
import io.github.tune4j.testkit.wire.ServiceError;
import java.util.ArrayList;
import java.util.List;

/** Nova's body: Converse's members under a schema version, and its answers too. */
final class NovaDialect implements Dialect {
    @Override
    public Prompt read(ObjectNode body, Models.Served served) throws ServiceError {
        Problem.Malformed malformed = new Problem.Malformed();
        if (body.path("messages").isMissingNode()) {
            malformed.missing("#", "messages");
        }
        malformed.orThrow();
        return ConverseForm.read(body, served);
    }

    @Override
    public ObjectNode reply(Answer answer) {
        ObjectNode reply = Json.object();
        reply.putObject("output").set("message", ConverseForm.message(answer));
        reply.put("stopReason", ConverseForm.stopReason(answer));
        reply.set("usage", ConverseForm.usage(answer.completion()));
        return reply;
    }

    @Override
    public List<ObjectNode> chunks(Answer answer) {
        List<ObjectNode> chunks = new ArrayList<>();
        for (ConverseForm.Event event : ConverseForm.events(answer)) {
            chunks.add(Json.object().set(event.type(), event.payload()));
        }
        return chunks;
    }
}

package io.github.tune4j.testkit.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.tune4j.testkit.wire.Call;
import io.github.tune4j.testkit.wire.Operation;
import io.github.tune4j.testkit.wire.Reply;
import io.github.tune4j.testkit.wire.Service;
import io.github.tune4j.testkit.wire.ServiceError;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** An OpenAI-compatible chat endpoint that gives the test's reply. Thread-safe. */
public final class ChatEndpoint implements Service {
    final List<JsonNode> asked = new CopyOnWriteArrayList<>();
    private volatile int status = 200;
    private volatile String reply;

    /** Answers so. */
    public ChatEndpoint(String reply) {
        this.reply = reply;
    }

    void answer(int withStatus, String with) {
        status = withStatus;
        reply = with;
    }

    @Override
    public boolean serves(Call call) {
        return call.rawPath().equals("/v1/chat/completions");
    }

    @Override
    public boolean signed() {
        return false;
    }

    @Override
    public Operation operation(Call call) {
        return new Operation("chat", Map.of(), () -> {
            asked.add(new ObjectMapper().readTree(call.bytes()));
            return Reply.of(status, "application/json", reply.getBytes(StandardCharsets.UTF_8));
        });
    }

    @Override
    public Reply error(Call call, ServiceError error, String requestId) {
        return Reply.empty(error.status());
    }
}

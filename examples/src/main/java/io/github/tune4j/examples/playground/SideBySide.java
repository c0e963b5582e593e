package io.github.tune4j.examples.playground;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.tune4j.CancelledException;
import io.github.tune4j.TuneException;
import io.github.tune4j.chat.ChatReply;
import io.github.tune4j.chat.ChatRequest;
import io.github.tune4j.chat.StreamingChatModel;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Asks both models at once and writes what they say, as it comes, as one JSON object a line. */
final class SideBySide {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final OutputStream out;

    SideBySide(OutputStream out) {
        this.out = out;
    }

    void ask(ChatRequest request, StreamingChatModel base, Optional<StreamingChatModel> tuned) {
        Thread other = new Thread(
                () -> tuned.ifPresentOrElse(
                        model -> ask("tuned", model, request), () -> write(Map.of("side", "tuned", "absent", true))),
                "playground-tuned-answer");
        other.setDaemon(true);
        other.start();
        ask("base", base, request);
        try {
            other.join();
        } catch (InterruptedException e) {
            other.interrupt();
            throw CancelledException.interrupted("the same question", e);
        }
    }

    private void ask(String side, StreamingChatModel model, ChatRequest request) {
        try {
            ChatReply reply = model.chat(request, text -> write(Map.of("side", side, "text", text)));
            Map<String, Object> end = new LinkedHashMap<>();
            end.put("side", side);
            end.put("end", reply.stopReason().name());
            end.put("model", reply.model());
            end.put("inputTokens", reply.usage().inputTokens());
            end.put("outputTokens", reply.usage().outputTokens());
            end.put("latencyMillis", reply.latency().toMillis());
            write(end);
        } catch (UncheckedIOException e) {
            // The page has gone or does not want the answer any more: there is nobody to tell.
            return;
        } catch (TuneException e) {
            write(Map.of("side", side, "problem", e.problem(), "remedy", e.remedy()));
        }
    }

    private synchronized void write(Map<String, ?> event) {
        try {
            out.write(JSON.writeValueAsBytes(event));
            out.write('\n');
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

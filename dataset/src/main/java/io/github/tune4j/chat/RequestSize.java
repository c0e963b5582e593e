package io.github.tune4j.chat;

import java.nio.charset.StandardCharsets;

/** How many tokens a call can have, before anybody has counted them. */
final class RequestSize {
    /** Output tokens that are reckoned with when a request does not limit them. */
    static final int USUAL_OUTPUT = 4_096;

    private static final int ADDED_TO_A_TURN = 16;
    private static final int ADDED_FOR_A_SCHEMA = 800;

    private RequestSize() {}

    /** No tokenizer makes more tokens of a text than it has bytes; endpoints add some of their own. */
    static long mostInput(ChatRequest request) {
        long most = request.system().map(RequestSize::bytes).orElse(0L)
                + request.answerSchema()
                        .map(schema -> bytes(schema.jsonSchema()) + ADDED_FOR_A_SCHEMA)
                        .orElse(0L);
        for (Message message : request.messages()) {
            most += bytes(message.text()) + ADDED_TO_A_TURN;
            for (Attachment attachment : message.attachments()) {
                most += attachment.size();
            }
        }
        return most;
    }

    static long mostOutput(ChatRequest request) {
        return request.options().maxTokens().orElse(USUAL_OUTPUT);
    }

    /** About four bytes make a token; with that a quota of tokens is divided, not money. */
    static long usual(ChatRequest request) {
        return mostInput(request) / 4 + request.options().maxTokens().orElse(0);
    }

    private static long bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}

package io.github.tune4j.testkit.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.tune4j.chat.AnswerSchema;
import io.github.tune4j.chat.ChatModel;
import io.github.tune4j.chat.ChatReply;
import io.github.tune4j.chat.ChatRequest;
import io.github.tune4j.chat.Message;
import io.github.tune4j.chat.StopReason;
import org.junit.jupiter.api.Test;

/** What every chat model must do. Whoever writes an adapter of his own extends this class and hands his model over. */
public abstract class ChatModelContract {
    private static final AnswerSchema CAPITAL = new AnswerSchema(
            "capital",
            "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"},\"sure\":{\"type\":\"boolean\"}},"
                    + "\"required\":[\"city\",\"sure\"]}");

    /** For subclasses. */
    protected ChatModelContract() {}

    /**
     * The model under test.
     *
     * @return a model that can be asked
     */
    protected abstract ChatModel model();

    /** A plain question has an answer in words, and no JSON. */
    @Test
    void answers_a_plain_question() {
        ChatReply reply = model().chat(ChatRequest.of("What is the capital of France?"));
        assertFalse(reply.text().isBlank(), "a plain question must have an answer in words");
        assertFalse(reply.model().isBlank(), "a reply must name the model that answered");
    }

    /** A question with a shape has an answer that is JSON of this shape. */
    @Test
    void returns_json_that_fits_the_schema() throws JsonProcessingException {
        ChatReply reply = model().chat(ChatRequest.builder(Message.user("What is the capital of France?"))
                .answerSchema(CAPITAL)
                .build());
        String json = reply.json();
        assertNotNull(json, "a question with a shape must have JSON for an answer");
        JsonNode answer = new ObjectMapper().readTree(json);
        assertTrue(answer.path("city").isTextual(), "city must be text in " + json);
        assertTrue(answer.path("sure").isBoolean(), "sure must be true or false in " + json);
        assertEquals(StopReason.SCHEMA_ANSWER, reply.stopReason());
    }

    /** A reply tells why it ended, and counts tokens on both sides or on none. */
    @Test
    void reports_usage_and_stop_reason() {
        ChatReply reply = model().chat(ChatRequest.of("What is the capital of France?"));
        assertNotNull(reply.stopReason(), "a reply must tell why it ended");
        assertEquals(
                reply.usage().inputTokens() > 0,
                reply.usage().outputTokens() > 0,
                "tokens must be counted on both sides or on none");
        assertFalse(reply.latency().isNegative(), "an answer cannot come before its question");
    }
}

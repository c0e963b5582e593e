package io.github.tune4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tune4j.chat.AnswerSchema;
import io.github.tune4j.chat.ChatReply;
import io.github.tune4j.chat.ChatRequest;
import io.github.tune4j.chat.Message;
import io.github.tune4j.chat.ModelCallException;
import io.github.tune4j.chat.StopReason;
import org.junit.jupiter.api.Test;

class ScriptedChatModelTest {

    @Test
    void says_its_script_and_then_repeats_the_last_entry() {
        ScriptedChatModel model = ScriptedChatModel.replying("one", "two")
                .thenFail(ModelCallException.Kind.THROTTLED)
                .thenReply("three");
        assertThat(model.ask("a")).isEqualTo("one");
        assertThat(model.ask("b")).isEqualTo("two");
        assertThatThrownBy(() -> model.ask("c"))
                .isInstanceOfSatisfying(
                        ModelCallException.class,
                        e -> assertThat(e.kind()).isEqualTo(ModelCallException.Kind.THROTTLED));
        assertThat(model.ask("d")).isEqualTo("three");
        assertThat(model.ask("e")).isEqualTo("three");
        assertThat(model.requests())
                .extracting(request -> request.messages().get(0).text())
                .containsExactly("a", "b", "c", "d", "e");
    }

    @Test
    void answers_in_the_shape_that_is_asked_for() {
        AnswerSchema schema = new AnswerSchema(
                "pairs",
                "{\"type\":\"object\",\"properties\":{\"pairs\":{\"type\":\"array\",\"items\":{\"type\":\"object\","
                        + "\"properties\":{\"q\":{\"type\":\"string\"},\"n\":{\"type\":\"integer\"},"
                        + "\"kind\":{\"enum\":[\"good\",\"bad\"]}}}}}}");
        ChatRequest request =
                ChatRequest.builder(Message.user("x")).answerSchema(schema).build();
        ChatReply filled = ScriptedChatModel.replying("yes").chat(request);
        assertThat(filled.json()).isEqualTo("{\"pairs\":[{\"q\":\"yes\",\"n\":0,\"kind\":\"good\"}]}");
        assertThat(filled.stopReason()).isEqualTo(StopReason.SCHEMA_ANSWER);
        assertThat(ScriptedChatModel.replying("{\"pairs\":[]}").chat(request).json())
                .isEqualTo("{\"pairs\":[]}");
    }

    @Test
    void counts_tokens() {
        ChatReply reply = ScriptedChatModel.replying("one two three").chat(ChatRequest.of("four five"));
        assertThat(reply.usage().inputTokens()).isPositive();
        assertThat(reply.usage().outputTokens()).isPositive();
    }
}

package io.github.tune4j.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.tune4j.aws.BedrockChatModel.Api;
import io.github.tune4j.chat.AnswerSchema;
import io.github.tune4j.chat.ChatOptions;
import io.github.tune4j.chat.ChatReply;
import io.github.tune4j.chat.ChatRequest;
import io.github.tune4j.chat.Message;
import io.github.tune4j.chat.ModelCallException;
import io.github.tune4j.chat.Pace;
import io.github.tune4j.chat.TokenUsage;
import io.github.tune4j.run.Budget;
import io.github.tune4j.testkit.LocalAws;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An answer in the wrong shape is sent back once, with what is wrong. */
class AnswerRepairTest {
    private static final String MODEL = "us.anthropic.claude-sonnet-4-6";
    private static final AnswerSchema VERDICT = new AnswerSchema(
            "verdict",
            "{\"type\":\"object\",\"properties\":{\"score\":{\"type\":\"integer\",\"minimum\":1,\"maximum\":10}},"
                    + "\"required\":[\"score\"]}");
    private static final ChatRequest REQUEST = ChatRequest.builder(Message.user("How good is it?"))
            .answerSchema(VERDICT)
            .options(ChatOptions.builder().maxTokens(100).build())
            .build();

    private record Asked(
            ChatReply reply, ModelCallException failure, int calls, String secondQuestion, Budget budget) {}

    private static Asked ask(Api api, boolean streamed, String... answers) throws Exception {
        Budget budget = Budget.ofUsd("1");
        try (Upstream upstream = new Upstream(answers);
                LocalAws local = LocalAws.builder()
                        .upstream(upstream.address(), "scripted")
                        .start();
                AwsSession aws = AwsSession.builder()
                        .configure(local::configure)
                        .time(local.time())
                        .budget(budget)
                        .build()) {
            BedrockChatModel model = BedrockChatModel.builder(aws, MODEL)
                    .api(api)
                    .pace(Pace.builder().maxAttempts(1).time(local.time()).build())
                    .build();
            ChatReply[] reply = new ChatReply[1];
            ModelCallException failure = catchThrowableOfType(
                    ModelCallException.class,
                    () -> reply[0] = streamed ? model.chat(REQUEST, piece -> {}) : model.chat(REQUEST));
            String second = upstream.asked.size() > 1
                    ? upstream.asked.get(1).path("messages").toString()
                    : "";
            assertThat(budget.spentUsd()).isEqualByComparingTo(local.bill().totalUsd());
            return new Asked(reply[0], failure, upstream.asked.size(), second, budget);
        }
    }

    @ParameterizedTest
    @CsvSource({"CONVERSE,false", "CONVERSE,true", "INVOKE_MODEL,false", "INVOKE_MODEL,true"})
    void one_that_fits_is_not_asked_for_again(Api api, boolean streamed) throws Exception {
        Asked asked = ask(api, streamed, "{\"score\":7}");
        assertThat(asked.reply().json()).isEqualTo("{\"score\":7}");
        assertThat(asked.calls()).isEqualTo(1);
        assertThat(asked.budget().charges()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"CONVERSE,false", "CONVERSE,true", "INVOKE_MODEL,false", "INVOKE_MODEL,true"})
    void one_that_does_not_is_sent_back_once_and_both_are_paid(Api api, boolean streamed) throws Exception {
        Asked asked = ask(api, streamed, "{\"score\":70}", "{\"score\":7}");
        assertThat(asked.reply().json()).isEqualTo("{\"score\":7}");
        assertThat(asked.reply().usage()).isEqualTo(new TokenUsage(200, 20));
        assertThat(asked.calls()).isEqualTo(2);
        assertThat(asked.secondQuestion()).contains("must be at most 10");
        assertThat(asked.budget().charges()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"CONVERSE", "INVOKE_MODEL"})
    void twice_wrong_is_a_failure_that_names_the_places_and_no_values(Api api) throws Exception {
        Asked asked = ask(api, false, "{\"score\":70}", "{\"points\":4711}");
        assertThat(asked.failure().kind()).isEqualTo(ModelCallException.Kind.UNREADABLE);
        assertThat(asked.failure().retryable()).isTrue();
        assertThat(asked.failure()).hasMessageContaining("lacks \"score\"");
        assertThat(asked.failure().getMessage()).doesNotContain("4711");
        assertThat(asked.calls()).isEqualTo(2);
    }
}

package io.github.tune4j.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.tune4j.InvalidInputException;
import io.github.tune4j.aws.BedrockChatModel.Api;
import io.github.tune4j.chat.AnswerSchema;
import io.github.tune4j.chat.Attachment;
import io.github.tune4j.chat.ChatOptions;
import io.github.tune4j.chat.ChatReply;
import io.github.tune4j.chat.ChatRequest;
import io.github.tune4j.chat.Message;
import io.github.tune4j.chat.ModelCallException;
import io.github.tune4j.chat.Pace;
import io.github.tune4j.chat.StopReason;
import io.github.tune4j.testkit.Fault;
import io.github.tune4j.testkit.LocalAws;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A model on Bedrock, asked over a socket in both ways. */
class BedrockChatModelTest {
    private static final String HAIKU = "anthropic.claude-3-haiku-20240307-v1:0";
    private static final String NOVA = "us.amazon.nova-micro-v1:0";
    private static final AnswerSchema PAIRS = new AnswerSchema(
            "pairs",
            "{\"type\":\"object\",\"properties\":{\"pairs\":{\"type\":\"array\",\"items\":{\"type\":\"object\","
                    + "\"properties\":{\"question\":{\"type\":\"string\"},\"answer\":{\"type\":\"string\"}},"
                    + "\"required\":[\"question\",\"answer\"]}}},\"required\":[\"pairs\"]}");

    private final LocalAws local = LocalAws.start();
    private final AwsSession aws =
            AwsSession.builder().configure(local::configure).time(local.time()).build();

    @AfterEach
    void close() {
        aws.close();
        local.close();
    }

    private BedrockChatModel haiku(Api api) {
        return BedrockChatModel.builder(aws, HAIKU).api(api).build();
    }

    private static ChatRequest request(String question, ChatOptions options) {
        return ChatRequest.builder(Message.user(question))
                .system("Be brief.")
                .options(options)
                .build();
    }

    private static ChatOptions coolly(int maxTokens) {
        return ChatOptions.builder()
                .temperature(0)
                .topP(0.9)
                .maxTokens(maxTokens)
                .build();
    }

    @ParameterizedTest
    @EnumSource
    void answers_with_usage_latency_and_the_reason_why_it_ended(Api api) {
        ChatReply reply = haiku(api).chat(request("What is a tide gauge?", coolly(200)));
        assertThat(reply.text()).contains("tide gauge");
        assertThat(reply.json()).isNull();
        assertThat(reply.stopReason()).isEqualTo(StopReason.END_OF_TURN);
        assertThat(reply.usage().inputTokens()).isPositive();
        assertThat(reply.usage().outputTokens()).isPositive();
        assertThat(reply.latency()).isPositive();
        assertThat(reply.model()).isNotBlank();
    }

    @Test
    void both_ways_give_the_same_answer_for_the_same_number_of_tokens() {
        ChatRequest request = request("What is a tide gauge?", coolly(200));
        ChatReply converse = haiku(Api.CONVERSE).chat(request);
        ChatReply invoke = haiku(Api.INVOKE_MODEL).chat(request);
        assertThat(invoke.text()).isEqualTo(converse.text());
        assertThat(invoke.usage()).isEqualTo(converse.usage());
        assertThat(local.calls("Converse")).hasSize(1);
        assertThat(local.calls("InvokeModel")).hasSize(1);
    }

    @Test
    void the_answer_names_the_stand_in_where_the_endpoint_says_who_answered() {
        assertThat(haiku(Api.INVOKE_MODEL).chat(ChatRequest.of("Who?")).model()).contains("local-stand-in");
    }

    @ParameterizedTest
    @EnumSource
    void a_stream_hands_over_the_pieces_of_the_very_same_answer(Api api) {
        ChatRequest request = request("What is a tide gauge?", coolly(200));
        List<String> pieces = new ArrayList<>();
        Thread caller = Thread.currentThread();
        ChatReply reply = haiku(api).chat(request, piece -> {
            assertThat(Thread.currentThread()).isSameAs(caller);
            pieces.add(piece);
        });
        assertThat(pieces).hasSizeGreaterThan(1);
        assertThat(String.join("", pieces)).isEqualTo(reply.text());
        ChatReply whole = haiku(api).chat(request);
        assertThat(reply.text()).isEqualTo(whole.text());
        assertThat(reply.usage()).isEqualTo(whole.usage());
        assertThat(reply.stopReason()).isEqualTo(StopReason.END_OF_TURN);
    }

    @ParameterizedTest
    @EnumSource
    void a_listener_that_throws_ends_the_stream(Api api) {
        IllegalStateException enough = new IllegalStateException("enough");
        assertThatThrownBy(() -> haiku(api).chat(request("What is a tide gauge?", coolly(200)), piece -> {
                    throw enough;
                }))
                .isSameAs(enough);
    }

    @ParameterizedTest
    @CsvSource({"CONVERSE,false", "CONVERSE,true", "INVOKE_MODEL,false", "INVOKE_MODEL,true"})
    void max_tokens_and_stop_sequences_cut_plain_and_streamed_answers_alike(Api api, boolean streamed) {
        ChatReply cut = ask(api, streamed, request("What is a tide gauge?", coolly(3)));
        assertThat(cut.stopReason()).isEqualTo(StopReason.MAX_TOKENS);
        assertThat(cut.usage().outputTokens()).isEqualTo(3);
        ChatReply stopped = ask(
                api,
                streamed,
                request(
                        "What is a tide gauge?",
                        ChatOptions.builder()
                                .temperature(0)
                                .stopSequences(List.of("gauge"))
                                .build()));
        assertThat(stopped.stopReason()).isEqualTo(StopReason.STOP_SEQUENCE);
        assertThat(stopped.text()).isNotEmpty().doesNotContain("gauge");
    }

    private ChatReply ask(Api api, boolean streamed, ChatRequest request) {
        return streamed ? haiku(api).chat(request, piece -> {}) : haiku(api).chat(request);
    }

    @Test
    void nothing_that_is_not_set_is_sent() {
        haiku(Api.CONVERSE).chat(ChatRequest.of("Hello?"));
        haiku(Api.CONVERSE).chat(request("Hello?", coolly(200)));
        assertThat(local.calls("Converse"))
                .allSatisfy(c -> assertThat(c.status()).isEqualTo(200));
    }

    @ParameterizedTest
    @CsvSource({"CONVERSE,false", "CONVERSE,true", "INVOKE_MODEL,false", "INVOKE_MODEL,true"})
    void a_forced_shape_is_filled_in_from_a_document(Api api, boolean streamed) throws Exception {
        String text = "The harbour opens at six. The crane lifts forty tonnes. The lighthouse is red.";
        Attachment document = new Attachment("notes", "txt", text.getBytes(StandardCharsets.UTF_8));
        ChatRequest request = ChatRequest.builder(Message.user("Make pairs of this.", document))
                .answerSchema(PAIRS)
                .build();
        ChatReply reply = ask(api, streamed, request);
        assertThat(reply.stopReason()).isEqualTo(StopReason.SCHEMA_ANSWER);
        assertThat(reply.json()).isNotNull().contains("harbour");
        assertThat(SchemaCheck.problems(new ObjectMapper().readTree(reply.json()), PAIRS))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void an_image_goes_along(Api api) {
        // The smallest picture there is: one transparent point.
        byte[] gif = Base64.getDecoder().decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7");
        ChatReply reply = haiku(api)
                .chat(ChatRequest.builder(Message.user("What is this?", new Attachment("point", "gif", gif)))
                        .build());
        assertThat(reply.text()).isNotBlank();
    }

    @Test
    void anthropic_s_body_refuses_a_document_that_it_cannot_carry() {
        ChatRequest request = ChatRequest.builder(
                        Message.user("What is this?", new Attachment("sheet", "xlsx", new byte[] {1, 2, 3})))
                .build();
        assertThatThrownBy(() -> haiku(Api.INVOKE_MODEL).chat(request))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("xlsx")
                .hasMessageContaining("Api.CONVERSE");
        assertThat(local.calls()).isEmpty();
    }

    @Test
    void two_documents_of_one_name_go_together() {
        byte[] bytes = "The harbour opens at six.".getBytes(StandardCharsets.UTF_8);
        ChatReply reply = haiku(Api.CONVERSE)
                .chat(ChatRequest.builder(Message.user(
                                "What is in these?",
                                new Attachment("a_b", "txt", bytes),
                                new Attachment("a.b", "txt", bytes)))
                        .build());
        assertThat(reply.text()).isNotBlank();
    }

    @Test
    void a_conversation_goes_on() {
        ChatReply reply = haiku(Api.INVOKE_MODEL)
                .chat(ChatRequest.builder(
                                Message.user("What is a buoy?"),
                                Message.assistant("A float."),
                                Message.user("And a tide gauge?"))
                        .build());
        assertThat(reply.text()).isNotBlank();
    }

    @ParameterizedTest
    @EnumSource
    void counts_tokens_as_the_call_then_does_without_making_it(Api api) {
        ChatRequest request = request("What is a tide gauge?", coolly(20));
        long counted = haiku(api).countTokens(request);
        assertThat(local.calls("Converse")).isEmpty();
        assertThat(local.calls("InvokeModel")).isEmpty();
        assertThat(counted).isEqualTo(haiku(api).chat(request).usage().inputTokens());
    }

    @ParameterizedTest
    @CsvSource({
        "anthropic.claude-3-haiku-20240307-v1:0:200k,anthropic.claude-3-haiku-20240307-v1:0",
        "amazon.nova-micro-v1:0:128k,amazon.nova-micro-v1:0",
        "some.unknown-model-v1:0:32k,some.unknown-model-v1:0",
        "anthropic.claude-3-haiku-20240307-v1:0,anthropic.claude-3-haiku-20240307-v1:0"
    })
    void an_identifier_for_tuning_is_corrected_to_the_one_that_can_be_called(String given, String called) {
        assertThat(BedrockChatModel.of(aws, given).name()).isEqualTo(called);
    }

    @Test
    void a_corrected_identifier_answers() {
        assertThat(BedrockChatModel.of(aws, "amazon.nova-micro-v1:0:128k").ask("Hello?"))
                .isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "arn:aws:bedrock:us-west-2:123456789012:custom-model/amazon.nova-micro-v1:0:128k/a1"})
    void what_cannot_be_called_is_refused_before_any_call(String id) {
        assertThatThrownBy(() -> BedrockChatModel.of(aws, id))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("cannot be called")
                .hasMessageContaining("To fix:");
        assertThat(local.calls()).isEmpty();
    }

    @Test
    void anthropic_s_body_is_for_anthropic_s_models() {
        assertThatThrownBy(() -> BedrockChatModel.builder(aws, NOVA)
                        .api(Api.INVOKE_MODEL)
                        .build())
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("use Api.CONVERSE");
    }

    private ModelCallException failure(String modelId, Fault fault) {
        local.inject(fault);
        BedrockChatModel model = BedrockChatModel.builder(aws, modelId)
                .pace(Pace.builder().maxAttempts(1).time(local.time()).build())
                .build();
        return catchThrowableOfType(ModelCallException.class, () -> model.ask("Hello?"));
    }

    @Test
    void a_throttled_call_can_be_tried_again_and_names_its_request() {
        ModelCallException e = failure(HAIKU, Fault.throttle("Converse"));
        assertThat(e.kind()).isEqualTo(ModelCallException.Kind.THROTTLED);
        assertThat(e.retryable()).isTrue();
        assertThat(e.requestId()).isPresent();
    }

    @Test
    void a_fault_of_the_endpoint_can_be_tried_again() {
        ModelCallException e = failure(HAIKU, Fault.serverError("Converse"));
        assertThat(e.kind()).isEqualTo(ModelCallException.Kind.UNAVAILABLE);
        assertThat(e.retryable()).isTrue();
    }

    @Test
    void a_dropped_connection_can_be_tried_again_and_has_no_request_id() {
        ModelCallException e = failure(HAIKU, Fault.droppedBeforeEffect("Converse"));
        assertThat(e.kind()).isEqualTo(ModelCallException.Kind.UNAVAILABLE);
        assertThat(e.requestId()).isEmpty();
    }

    @Test
    void a_missing_permission_is_final() {
        ModelCallException e = failure(HAIKU, Fault.accessDenied("Converse"));
        assertThat(e.kind()).isEqualTo(ModelCallException.Kind.DENIED);
        assertThat(e.retryable()).isFalse();
    }

    @Test
    void a_model_that_does_not_exist_is_a_wrong_request() {
        ModelCallException e = failure("nobody.knows-v1:0", Fault.slow("Nothing", Duration.ZERO));
        assertThat(e.kind()).isEqualTo(ModelCallException.Kind.INVALID_REQUEST);
        assertThat(e.retryable()).isFalse();
    }

    @Test
    void what_can_be_tried_again_is_tried_again_and_the_question_is_in_no_message() {
        local.inject(Fault.throttle("Converse").times(2));
        local.inject(Fault.serverError("Converse").times(1));
        assertThat(haiku(Api.CONVERSE).ask("Hello?")).isNotBlank();
        assertThat(local.calls("Converse")).hasSize(4);
        local.inject(Fault.accessDenied("Converse"));
        assertThatThrownBy(() -> haiku(Api.CONVERSE).ask("a secret question"))
                .isInstanceOf(ModelCallException.class)
                .message()
                .doesNotContain("secret");
    }

    @Test
    void a_stream_is_tried_again_as_long_as_nothing_was_heard() {
        local.inject(Fault.throttle("ConverseStream").times(2));
        List<String> pieces = new ArrayList<>();
        ChatReply reply = haiku(Api.CONVERSE).chat(request("What is a tide gauge?", coolly(50)), pieces::add);
        assertThat(String.join("", pieces)).isEqualTo(reply.text());
        assertThat(local.calls("ConverseStream")).hasSize(3);
    }

    private static String streamOf(Api api) {
        return api == Api.CONVERSE ? "ConverseStream" : "InvokeModelWithResponseStream";
    }

    private ModelCallException broken(Api api, Fault fault, List<String> pieces) {
        local.inject(fault);
        return catchThrowableOfType(
                ModelCallException.class,
                () -> haiku(api).chat(request("What is a tide gauge?", coolly(200)), pieces::add));
    }

    @ParameterizedTest
    @EnumSource
    void a_stream_that_is_cut_off_is_no_answer_and_is_not_begun_again(Api api) {
        List<String> pieces = new ArrayList<>();
        ModelCallException e = broken(api, Fault.streamDropped(streamOf(api), 6), pieces);
        assertThat(e.kind()).isEqualTo(ModelCallException.Kind.UNAVAILABLE);
        assertThat(e.retryable()).isTrue();
        assertThat(pieces).isNotEmpty();
        assertThat(local.calls(streamOf(api))).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void a_stream_that_is_cut_off_before_its_first_text_is_tried_again(Api api) {
        List<String> pieces = new ArrayList<>();
        local.inject(Fault.streamDropped(streamOf(api), 1).times(2));
        ChatReply reply = haiku(api).chat(request("What is a tide gauge?", coolly(200)), pieces::add);
        assertThat(String.join("", pieces)).isEqualTo(reply.text()).isNotBlank();
        assertThat(local.calls(streamOf(api))).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({
        "CONVERSE,ThrottlingException,THROTTLED",
        "CONVERSE,ModelStreamErrorException,UNAVAILABLE",
        "CONVERSE,InternalServerException,UNAVAILABLE",
        "CONVERSE,ServiceUnavailableException,UNAVAILABLE",
        "CONVERSE,ValidationException,INVALID_REQUEST",
        "INVOKE_MODEL,ThrottlingException,THROTTLED",
        "INVOKE_MODEL,ModelStreamErrorException,UNAVAILABLE",
        "INVOKE_MODEL,ModelTimeoutException,TIMED_OUT",
        "INVOKE_MODEL,InternalServerException,UNAVAILABLE",
        "INVOKE_MODEL,ServiceUnavailableException,UNAVAILABLE",
        "INVOKE_MODEL,ValidationException,INVALID_REQUEST"
    })
    void an_error_within_a_stream_is_told_as_its_kind(Api api, String code, ModelCallException.Kind kind) {
        List<String> pieces = new ArrayList<>();
        ModelCallException e = broken(api, Fault.streamFails(streamOf(api), 6, code, "Half of it."), pieces);
        assertThat(e.kind()).isEqualTo(kind);
        assertThat(e).hasMessageContaining("Half of it.");
        assertThat(pieces).isNotEmpty();
        assertThat(local.calls(streamOf(api))).hasSize(1);
    }

    @Test
    void an_error_as_the_first_event_of_a_stream_is_tried_again() {
        local.inject(Fault.streamFails("ConverseStream", 0, "ThrottlingException", "Too many.")
                .times(2));
        assertThat(haiku(Api.CONVERSE)
                        .chat(request("What is a tide gauge?", coolly(50)), piece -> {})
                        .text())
                .isNotBlank();
        assertThat(local.calls("ConverseStream")).hasSize(3);
    }
}

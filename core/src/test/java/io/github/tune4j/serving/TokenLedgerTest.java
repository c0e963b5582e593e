package io.github.tune4j.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.tune4j.answer.AnswerCollector;
import io.github.tune4j.answer.AnswerSheet;
import io.github.tune4j.answer.Question;
import io.github.tune4j.aws.AwsSession;
import io.github.tune4j.aws.BedrockChatModel;
import io.github.tune4j.aws.ServiceRole;
import io.github.tune4j.chat.ChatModel;
import io.github.tune4j.chat.ChatOptions;
import io.github.tune4j.chat.ChatRequest;
import io.github.tune4j.chat.ModelCallException;
import io.github.tune4j.chat.StreamingChatModel;
import io.github.tune4j.dataset.Dataset;
import io.github.tune4j.job.CustomModel;
import io.github.tune4j.job.FineTuningJob;
import io.github.tune4j.model.BaseModel;
import io.github.tune4j.run.Budget;
import io.github.tune4j.run.BudgetExceededException;
import io.github.tune4j.run.Charge;
import io.github.tune4j.testkit.Bill;
import io.github.tune4j.testkit.Fault;
import io.github.tune4j.testkit.LocalAws;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.regions.Region;

/** The ledger beside the bill of the local AWS: for calls of models they are the same sum. */
class TokenLedgerTest {
    private final LocalAws local = LocalAws.builder().region(Region.US_EAST_1).start();
    private final Budget budget = Budget.ofUsd("50");
    private final AwsSession shared = session(null);
    private final AwsSession aws = session(budget);

    @TempDir
    Path folder;

    private AwsSession session(Budget purse) {
        AwsSession.Builder builder = AwsSession.builder()
                .configure(local::configure)
                .region(local.region())
                .time(local.time());
        return (purse == null ? builder : builder.budget(purse)).build();
    }

    @AfterEach
    void close() {
        aws.close();
        shared.close();
        local.close();
    }

    private static List<Question> questions(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Question("q" + i, "What does gauge " + i + " measure?", null))
                .toList();
    }

    private AnswerSheet ask(ChatModel model, String file) {
        return AnswerCollector.builder()
                .options(ChatOptions.builder().maxTokens(200).build())
                .build()
                .collect(file, model, questions(40), folder.resolve(file));
    }

    private BigDecimal billedTokens() {
        return local.bill().items().stream()
                .filter(item -> item.unit().equals("token"))
                .map(Bill.Item::usd)
                .filter(Objects::nonNull)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    @Test
    void calls_of_a_base_model_through_throttling_and_faults_cost_what_the_bill_says() {
        local.inject(Fault.throttle("Converse").chance(0.2, 1));
        local.inject(Fault.serverError("Converse").chance(0.1, 2));
        local.inject(Fault.droppedBeforeEffect("Converse").chance(0.05, 3));
        assertThat(ask(BedrockChatModel.of(aws, "us.anthropic.claude-sonnet-4-6"), "base")
                        .answers())
                .hasSize(40);
        assertThat(budget.spentUsd()).isPositive().isEqualByComparingTo(billedTokens());
    }

    @Test
    void calls_of_a_deployment_cost_what_its_base_model_costs() throws IOException {
        CustomModel tuned = tune();
        try (OnDemandModel model =
                OnDemandModel.builder(aws, tuned).name("gauges").deploy()) {
            model.awaitInService(Duration.ofHours(1));
            assertThat(ask(model, "tuned").answers()).hasSize(40);
        }
        assertThat(budget.unpriced()).isEmpty();
        assertThat(budget.spentUsd()).isPositive().isEqualByComparingTo(billedTokens());
    }

    private CustomModel tune() throws IOException {
        String records = IntStream.range(0, 40)
                .mapToObj(i ->
                        "{\"schemaVersion\":\"bedrock-conversation-2024\",\"messages\":[{\"role\":\"user\",\"content\":"
                                + "[{\"text\":\"What does gauge " + i
                                + " measure?\"}]},{\"role\":\"assistant\",\"content\":"
                                + "[{\"text\":\"Gauge " + i + " measures wind.\"}]}]}")
                .collect(Collectors.joining("\n", "", "\n"));
        Path training = Files.writeString(folder.resolve("training.jsonl"), records);
        return FineTuningJob.builder(shared)
                .name("gauges")
                .baseModel(BaseModel.NOVA_MICRO)
                .serviceRole(ServiceRole.createIfMissing("gauges-role"))
                .trainingData(Dataset.open(training))
                .storage("s3://gauges-bucket/tuning")
                .createStorageIfMissing()
                .hyperParameters(h -> h.epochs(1))
                .submit()
                .await(Duration.ofHours(12));
    }

    @Test
    void an_answer_that_was_lost_on_its_way_is_an_item_without_amount_and_never_nothing() {
        local.inject(Fault.droppedAfterEffect("Converse").times(3));
        assertThat(ask(BedrockChatModel.of(aws, "us.anthropic.claude-sonnet-4-6"), "base")
                        .answers())
                .hasSize(40);
        assertThat(budget.unpriced())
                .hasSize(3)
                .extracting(Charge::what)
                .allMatch(what -> what.contains("whose answer was lost"));
        assertThat(budget.charges()).hasSize(43);
        assertThat(budget.spentUsd()).isLessThan(billedTokens());
    }

    static List<Fault> breaks() {
        return List.of(
                Fault.streamDropped("ConverseStream", 5),
                Fault.streamFails("ConverseStream", 5, "ThrottlingException", "Too many."),
                Fault.streamFails("ConverseStream", 5, "ModelStreamErrorException", "Lost the thread."),
                Fault.streamFails("ConverseStream", 5, "ValidationException", "Not so."));
    }

    @ParameterizedTest
    @MethodSource("breaks")
    void a_streamed_answer_that_breaks_off_is_one_item_without_amount(Fault broken) {
        local.inject(broken);
        StreamingChatModel model = BedrockChatModel.of(aws, "us.anthropic.claude-sonnet-4-6");
        StringBuilder heard = new StringBuilder();
        assertThatThrownBy(() -> model.chat(ChatRequest.of("What does a gauge measure?"), heard::append))
                .isInstanceOf(ModelCallException.class);
        assertThat(heard).isNotEmpty();
        assertThat(budget.unpriced()).hasSize(1);
        assertThat(budget.charges()).hasSize(1);
        assertThat(billedTokens()).isPositive();
    }

    @Test
    void the_limit_is_never_passed_and_a_restart_goes_on_where_it_stopped() {
        Path ledger = folder.resolve("ledger.jsonl");
        ChatModel poor = BedrockChatModel.of(
                session(Budget.builder("0.02").ledger(ledger).build()), "us.anthropic.claude-sonnet-4-6");
        BudgetExceededException stopped = catchThrowableOfType(BudgetExceededException.class, () -> ask(poor, "base"));
        assertThat(stopped.neededUsd()).isPositive();
        int asked = local.calls("Converse").size();
        assertThat(asked).isBetween(1, 39);
        assertThat(billedTokens()).isLessThanOrEqualTo(new BigDecimal("0.02"));

        Budget more = Budget.builder("10").ledger(ledger).build();
        assertThat(more.spentUsd()).isEqualByComparingTo(billedTokens());
        AnswerSheet sheet = ask(BedrockChatModel.of(session(more), "us.anthropic.claude-sonnet-4-6"), "base");
        assertThat(sheet.answers()).hasSize(40);
        assertThat(local.calls("Converse")).as("no answer is bought twice").hasSize(40);
        assertThat(more.spentUsd()).isEqualByComparingTo(billedTokens());
    }
}

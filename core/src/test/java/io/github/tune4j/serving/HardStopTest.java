package io.github.tune4j.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.tune4j.answer.Question;
import io.github.tune4j.aws.AwsSession;
import io.github.tune4j.aws.BedrockChatModel;
import io.github.tune4j.aws.ServiceRole;
import io.github.tune4j.batch.BatchAnswers;
import io.github.tune4j.chat.ChatOptions;
import io.github.tune4j.chat.ChatRequest;
import io.github.tune4j.chat.Message;
import io.github.tune4j.job.CustomModel;
import io.github.tune4j.job.FineTuningJob;
import io.github.tune4j.job.JobState;
import io.github.tune4j.job.TrainingData;
import io.github.tune4j.model.BaseModel;
import io.github.tune4j.run.Budget;
import io.github.tune4j.run.BudgetExceededException;
import io.github.tune4j.testkit.Fault;
import io.github.tune4j.testkit.LocalAws;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a refused purchase does to everything else that its run has going. */
class HardStopTest {
    private static final String MODEL = "us.anthropic.claude-sonnet-4-6";

    private final LocalAws local = LocalAws.builder().steppedByHand().start();
    private final Budget budget = Budget.ofUsd("300");

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        local.close();
    }

    private AwsSession.Builder session() {
        return AwsSession.builder().configure(local::configure).time(local.time());
    }

    private FineTuningJob job(AwsSession aws, String name) {
        return FineTuningJob.builder(aws)
                .name(name)
                .baseModel(BaseModel.CLAUDE_3_HAIKU)
                .serviceRole(ServiceRole.createIfMissing("gauges-role"))
                .trainingData(TrainingData.claude(folder.resolve(name + ".jsonl"), 40))
                .storage("s3://gauges-bucket/tuning")
                .createStorageIfMissing()
                .hyperParameters(h -> h.epochs(2).batchSize(8))
                .submit();
    }

    private static BudgetExceededException tooLong(AwsSession aws) {
        ChatRequest request = ChatRequest.builder(Message.user("Tell me everything."))
                .options(ChatOptions.builder().maxTokens(2_000_000_000).build())
                .build();
        return catchThrowableOfType(
                BudgetExceededException.class,
                () -> BedrockChatModel.of(aws, MODEL).chat(request));
    }

    @Test
    void ends_leases_leaves_a_training_job_alone_and_names_it_and_buys_nothing_more() {
        try (AwsSession aws = session().budget(budget).build()) {
            CustomModel tuned = job(aws, "first").await(Duration.ofHours(12));
            ProvisionedModel served = ProvisionedModel.builder(aws, tuned)
                    .maxLifetime(Duration.ofHours(1))
                    .provision();
            FineTuningJob running = job(aws, "second");
            assertThat(local.running()).containsExactly(served.arn());

            BudgetExceededException refused = tooLong(aws);

            assertThat(local.running()).isEmpty();
            assertThat(refused.stillRunning()).containsExactly(running.arn());
            assertThat(refused).hasMessageContaining("Left running: " + running.arn());
            assertThat(running.snapshot().state()).isEqualTo(JobState.IN_PROGRESS);
            assertThat(budget.spentUsd()).isEqualByComparingTo("132");

            int purchases = local.calls("CreateProvisionedModelThroughput").size();
            assertThatThrownBy(() -> ProvisionedModel.builder(aws, tuned)
                            .maxLifetime(Duration.ofHours(1))
                            .provision())
                    .isInstanceOf(BudgetExceededException.class);
            assertThatThrownBy(() -> BedrockChatModel.of(aws, MODEL).ask("Hello?"))
                    .isInstanceOf(BudgetExceededException.class);
            assertThatThrownBy(() -> job(aws, "third")).isInstanceOf(BudgetExceededException.class);
            assertThat(local.calls("CreateProvisionedModelThroughput")).hasSize(purchases);
            assertThat(local.calls("CreateModelCustomizationJob")).hasSize(2);
            assertThat(local.calls("Converse")).isEmpty();
        }
    }

    @Test
    void a_training_job_and_a_batch_job_are_left_alone_and_named_and_nothing_is_made_any_more() {
        try (AwsSession aws = session().budget(budget).build()) {
            CustomModel tuned = job(aws, "first").await(Duration.ofHours(12));
            ProvisionedModel served = ProvisionedModel.builder(aws, tuned)
                    .maxLifetime(Duration.ofHours(1))
                    .provision();
            FineTuningJob training = job(aws, "second");
            BatchAnswers batch = batch(aws, "questions").submit();

            BudgetExceededException refused;
            try (Logged logged = new Logged()) {
                refused = tooLong(aws);
                assertThat(logged.lines("The budget stops the run"))
                        .singleElement()
                        .asString()
                        .contains("left running: ", training.arn(), batch.arn());
            }
            assertThat(refused.stillRunning()).containsExactly(training.arn(), batch.arn());
            assertThat(refused).hasMessageContaining(training.arn()).hasMessageContaining(batch.arn());
            assertThat(local.running()).doesNotContain(served.arn());
            assertThat(training.snapshot().state()).isEqualTo(JobState.IN_PROGRESS);
            assertThat(batch.snapshot().state().ended()).isFalse();

            int before = local.calls().size();
            assertRefused(() -> job(aws, "third"));
            assertRefused(() -> batch(aws, "more-questions").submit());
            assertRefused(() -> batch(aws, "more-questions").submitOrAttach());
            assertRefused(() -> ProvisionedModel.builder(aws, tuned).provision());
            assertRefused(() -> ProvisionedModel.builder(aws, tuned).provisionOrAdopt());
            assertRefused(() -> BedrockChatModel.of(aws, MODEL).ask("Hello?"));
            assertThat(local.calls().subList(before, local.calls().size()))
                    .extracting(call -> call.operation())
                    .allMatch(operation -> operation.matches("(Get|List|Head|Simulate).*"));

            local.advance(Duration.ofHours(24));
            assertThat(training.snapshot().state()).isEqualTo(JobState.COMPLETED);
            assertThat(batch.snapshot().state()).isEqualTo(JobState.COMPLETED);
        }
        assertThat(local.calls("StopModelCustomizationJob")).isEmpty();
        assertThat(local.calls("StopModelInvocationJob")).isEmpty();
    }

    private static void assertRefused(ThrowableAssert.ThrowingCallable purchase) {
        assertThatThrownBy(purchase).isInstanceOf(BudgetExceededException.class);
    }

    private static BatchAnswers.Builder batch(AwsSession aws, String name) {
        return BatchAnswers.builder(aws, "amazon.nova-lite-v1:0")
                .name(name)
                .questions(IntStream.range(0, 100)
                        .mapToObj(i -> new Question("id-" + i, "What does gauge " + i + " show?", null))
                        .toList())
                .options(ChatOptions.builder().maxTokens(64).build())
                .serviceRole(ServiceRole.createIfMissing("gauges-batch-role"))
                .storage("s3://gauges-bucket/batch")
                .createStorageIfMissing();
    }

    @Test
    void stops_a_training_job_where_that_is_wanted() {
        try (AwsSession aws = session().budget(budget).budgetStopsJobs().build()) {
            FineTuningJob running = job(aws, "only");
            assertThat(tooLong(aws).stillRunning()).containsExactly(running.arn() + " (told to stop)");
            assertThat(running.snapshot().state()).isIn(JobState.STOPPING, JobState.STOPPED);
        }
    }

    @Test
    void a_job_that_has_ended_is_not_named() {
        try (AwsSession aws = session().budget(budget).build()) {
            job(aws, "over").await(Duration.ofHours(12));
            assertThat(tooLong(aws).stillRunning()).isEmpty();
        }
    }

    @Test
    void a_run_with_a_purse_of_its_own_stops_alone() {
        try (AwsSession shared = session().budget(Budget.ofUsd("1000")).build()) {
            CustomModel tuned = job(shared, "first").await(Duration.ofHours(12));
            ProvisionedModel kept = ProvisionedModel.builder(shared, tuned)
                    .maxLifetime(Duration.ofHours(1))
                    .provision();
            try (AwsSession run = shared.withBudget(budget)) {
                assertThat(tooLong(run)).isNotNull();
            }
            assertThat(local.running()).containsExactly(kept.arn());
            assertThat(shared.budget().orElseThrow().stopped()).isFalse();
            try (AwsSession run = shared.withBudget(Budget.ofUsd("300"))) {
                ProvisionedModel of = ProvisionedModel.builder(run, tuned)
                        .name("of-the-run")
                        .maxLifetime(Duration.ofHours(1))
                        .provision();
                assertThat(tooLong(shared)).isNotNull();
                assertThat(local.running()).containsExactly(of.arn());
            }
        }
    }

    @Test
    void what_cannot_be_ended_is_told_with_the_refusal_and_tried_again_when_the_session_closes() {
        try (AwsSession aws = session().budget(budget).build()) {
            CustomModel tuned = job(aws, "first").await(Duration.ofHours(12));
            ProvisionedModel served = ProvisionedModel.builder(aws, tuned)
                    .maxLifetime(Duration.ofHours(1))
                    .provision();
            local.inject(Fault.accessDenied("DeleteProvisionedModelThroughput").times(1));
            assertThat(tooLong(aws).getSuppressed()).hasSize(1).hasOnlyElementsOfType(StillBillingException.class);
            assertThat(local.running()).containsExactly(served.arn());
        }
        assertThat(local.running()).isEmpty();
    }
}

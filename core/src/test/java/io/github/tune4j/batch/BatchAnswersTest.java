package io.github.tune4j.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.answer.AnswerCollector;
import io.github.tune4j.answer.AnswerSheet;
import io.github.tune4j.answer.Question;
import io.github.tune4j.aws.AwsSession;
import io.github.tune4j.aws.BedrockChatModel;
import io.github.tune4j.aws.ServiceRole;
import io.github.tune4j.chat.ChatOptions;
import io.github.tune4j.job.JobFailedException;
import io.github.tune4j.job.JobMismatchException;
import io.github.tune4j.job.JobSnapshot;
import io.github.tune4j.job.StillRunningException;
import io.github.tune4j.run.Budget;
import io.github.tune4j.run.BudgetExceededException;
import io.github.tune4j.testkit.Fault;
import io.github.tune4j.testkit.LocalAws;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

class BatchAnswersTest {
    private static final String NOVA = "amazon.nova-lite-v1:0";
    private static final Duration DAY = Duration.ofHours(24);
    private static final ChatOptions OPTIONS =
            ChatOptions.builder().maxTokens(64).temperature(0).build();

    private final LocalAws local = LocalAws.builder().steppedByHand().start();
    private final Budget budget = Budget.builder("100").time(local.time()).build();
    private final AwsSession aws = AwsSession.builder()
            .configure(local::configure)
            .time(local.time())
            .budget(budget)
            .build();

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        aws.close();
        local.close();
    }

    private static List<Question> questions(int count) {
        return IntStream.range(0, count)
                .mapToObj(i ->
                        new Question("id-" + i, "What does gauge " + i + " show \u2014 and why?", "reference " + i))
                .toList();
    }

    private BatchAnswers.Builder order(String model, List<Question> questions) {
        return BatchAnswers.builder(aws, model)
                .name("gauges-base")
                .label("base")
                .questions(questions)
                .systemPrompt("You are a concise assistant.")
                .options(OPTIONS)
                .serviceRole(ServiceRole.createIfMissing("gauges-batch-role"))
                .storage("s3://gauges-bucket/batch")
                .createStorageIfMissing();
    }

    private BigDecimal billed() {
        return local.bill().items().stream()
                .filter(item -> item.usd() != null)
                .map(item -> item.usd())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    @Test
    void ten_thousand_questions_become_the_same_sheet_that_a_collector_makes() {
        List<Question> questions = questions(10_000);
        List<String> seen = new ArrayList<>();
        AnswerSheet sheet = order(NOVA, questions)
                .submitOrAttach()
                .await(
                        DAY,
                        folder.resolve("base.jsonl"),
                        s -> seen.add(s.phases().get(0).status()));
        assertThat(sheet.answers()).extracting(a -> a.question()).isEqualTo(questions);
        assertThat(sheet.failures()).isEmpty();
        assertThat(seen).startsWith("Submitted").endsWith("Completed").contains("InProgress");
        assertThat(budget.spentUsd()).isPositive().isEqualByComparingTo(billed());
        AnswerSheet asked = AnswerCollector.builder()
                .systemPrompt("You are a concise assistant.")
                .options(OPTIONS)
                .build()
                .collect(
                        "base",
                        BedrockChatModel.of(aws, NOVA),
                        questions.subList(0, 20),
                        folder.resolve("asked.jsonl"));
        assertThat(sheet.answers().subList(0, 20))
                .extracting(a -> a.text())
                .isEqualTo(asked.answers().stream().map(a -> a.text()).toList());
        assertThat(sheet.settings()).isEqualTo(asked.settings());
        assertThat(sheet.model()).isEqualTo(asked.model());
        assertThat(AnswerSheet.read(folder.resolve("base.jsonl")).sha256()).isEqualTo(sheet.sha256());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "amazon.nova-lite-v1:0",
                "anthropic.claude-3-haiku-20240307-v1:0",
                "us.meta.llama3-3-70b-instruct-v1:0",
                "us.anthropic.claude-haiku-4-5-20251001-v1:0"
            })
    void speaks_to_each_vendors_models_and_charges_what_aws_bills(String model) {
        AnswerSheet sheet = order(model, questions(100)).submit().await(DAY, folder.resolve("base.jsonl"));
        assertThat(sheet.answers()).hasSize(100).allSatisfy(a -> {
            assertThat(a.text()).isNotBlank();
            assertThat(a.usage().outputTokens()).isPositive();
        });
        assertThat(budget.spentUsd()).isPositive().isEqualByComparingTo(billed());
    }

    @Test
    void starts_one_job_however_often_it_is_run_and_charges_it_once() {
        List<Question> questions = questions(120);
        BatchAnswers first = order(NOVA, questions).submitOrAttach();
        assertThat(order(NOVA, questions).submitOrAttach().arn()).isEqualTo(first.arn());
        assertThatThrownBy(() -> first.await(Duration.ofMinutes(1), folder.resolve("base.jsonl")))
                .isInstanceOf(StillRunningException.class);
        AnswerSheet sheet = first.await(DAY, folder.resolve("base.jsonl"));
        BigDecimal once = budget.spentUsd();
        assertThat(order(NOVA, questions)
                        .submitOrAttach()
                        .await(DAY, folder.resolve("again.jsonl"))
                        .answers())
                .isEqualTo(sheet.answers());
        assertThat(BatchAnswers.attach(aws, first.arn(), questions)
                        .await(DAY, folder.resolve("attached.jsonl"))
                        .settings())
                .isEqualTo(sheet.settings());
        assertThat(local.calls("CreateModelInvocationJob")).hasSize(1);
        assertThat(budget.spentUsd()).isEqualByComparingTo(once).isEqualByComparingTo(billed());
    }

    @Test
    void an_answer_to_the_submission_that_was_lost_starts_nothing_twice() {
        local.inject(Fault.droppedAfterEffect("CreateModelInvocationJob").times(1));
        BatchAnswers job = order(NOVA, questions(100)).submitOrAttach();
        assertThat(job.await(DAY, folder.resolve("base.jsonl")).answers()).hasSize(100);
        assertThat(local.bill().items())
                .filteredOn(i -> i.what().startsWith("Input tokens of batch"))
                .hasSize(1);
    }

    @Test
    void a_file_that_has_everything_asks_nothing_again() {
        List<Question> questions = questions(100);
        BatchAnswers job = order(NOVA, questions).submitOrAttach();
        job.await(DAY, folder.resolve("base.jsonl"));
        int calls = local.calls().size();
        assertThat(job.await(DAY, folder.resolve("base.jsonl")).answers()).hasSize(100);
        assertThat(local.calls()).hasSize(calls);
    }

    @Test
    void refuses_what_batch_inference_does_not_do() {
        assertThatThrownBy(() -> order("arn:aws:bedrock:us-west-2:123456789012:custom-model/x/y", questions(100))
                        .submit())
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("does not support tuned text models")
                .hasMessageContaining("To fix");
        assertThatThrownBy(() -> order(NOVA, questions(99)).submit())
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("99 questions")
                .hasMessageContaining("100 to 50000");
        assertThatThrownBy(() -> order("some.other-model", questions(100)).submit())
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("some.other-model");
        assertThatThrownBy(() -> BatchAnswers.builder(aws, NOVA)
                        .questions(questions(100))
                        .submit())
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("name")
                .hasMessageContaining("serviceRole")
                .hasMessageContaining("storage");
        assertThat(local.calls()).isEmpty();
    }

    @Test
    void another_set_of_questions_under_the_same_name_is_refused() {
        order(NOVA, questions(100)).submitOrAttach();
        JobMismatchException other = catchThrowableOfType(
                JobMismatchException.class, () -> order(NOVA, questions(101)).submitOrAttach());
        assertThat(other.differences()).singleElement().asString().contains("questions");
        assertThatThrownBy(
                        () -> order(NOVA, questions(100)).systemPrompt("Shout.").submit())
                .isInstanceOf(JobMismatchException.class);
    }

    @Test
    void nothing_is_started_when_the_budget_does_not_suffice() {
        try (AwsSession poor = aws.withBudget(Budget.ofUsd("0.0001"))) {
            assertThatThrownBy(() -> BatchAnswers.builder(poor, NOVA)
                            .name("gauges-base")
                            .questions(questions(100))
                            .options(OPTIONS)
                            .serviceRole(ServiceRole.createIfMissing("r"))
                            .storage("s3://gauges-bucket/batch")
                            .submit())
                    .isInstanceOf(BudgetExceededException.class);
        }
        assertThat(local.calls()).isEmpty();
    }

    @Test
    void a_stopped_job_has_used_its_name_up_and_gives_the_money_back() {
        BatchAnswers job = order(NOVA, questions(100)).submitOrAttach();
        job.stop();
        assertThatThrownBy(() -> job.await(DAY, folder.resolve("base.jsonl"))).isInstanceOf(JobFailedException.class);
        assertThatThrownBy(() -> order(NOVA, questions(100)).submitOrAttach()).isInstanceOf(JobFailedException.class);
        assertThat(budget.remainingUsd()).isEqualByComparingTo("100");
        JobSnapshot end = job.snapshot();
        assertThat(end.state().ended()).isTrue();
    }

    @Test
    void other_questions_than_those_of_the_job_are_told_apart() {
        BatchAnswers job = order(NOVA, questions(100)).submitOrAttach();
        List<Question> others = new ArrayList<>(questions(100));
        Collections.swap(others, 3, 4);
        assertThatThrownBy(() -> BatchAnswers.attach(aws, job.arn(), others).await(DAY, folder.resolve("x.jsonl")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("asks another question");
    }

    @Test
    void asks_again_one_by_one_what_failed_in_the_batch_and_says_what_fails_again() {
        List<Question> questions = new ArrayList<>(questions(100));
        questions.set(7, new Question("blank", " ", null));
        BatchAnswers job = order(NOVA, questions).submitOrAttach();
        local.advance(Duration.ofHours(2));
        spoil(job.arn(), "Q0000000042");
        AnswerSheet sheet = job.await(DAY, folder.resolve("base.jsonl"));
        assertThat(sheet.answers()).hasSize(99).anyMatch(a -> a.question().id().equals("id-42"));
        assertThat(sheet.failures()).singleElement().satisfies(f -> {
            assertThat(f.question().id()).isEqualTo("blank");
            assertThat(f.problem()).isNotBlank();
        });
        assertThat(local.calls("Converse")).hasSize(2);
        assertThat(AnswerSheet.read(folder.resolve("base.jsonl")).failures()).hasSize(1);
    }

    /** As if AWS had failed on a record. */
    private void spoil(String arn, String record) {
        S3ClientBuilder builder = S3Client.builder();
        local.configure(builder);
        String key = "batch/batch/" + arn.substring(arn.lastIndexOf('/') + 1) + "/questions.jsonl.out";
        try (S3Client s3 = builder.build()) {
            String lines =
                    s3.getObjectAsBytes(g -> g.bucket("gauges-bucket").key(key)).asUtf8String();
            String spoiled = lines.lines()
                    .map(line -> line.contains(record)
                            ? line.replaceFirst(
                                    "\"modelOutput\":.*", "\"error\":{\"errorCode\":500,\"errorMessage\":\"spoiled\"}}")
                            : line)
                    .collect(Collectors.joining("\n"));
            assertThat(spoiled).contains("spoiled");
            s3.putObject(p -> p.bucket("gauges-bucket").key(key), RequestBody.fromString(spoiled));
        }
    }
}

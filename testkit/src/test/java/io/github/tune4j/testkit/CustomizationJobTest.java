package io.github.tune4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.bedrock.model.ConflictException;
import software.amazon.awssdk.services.bedrock.model.FineTuningJobStatus;
import software.amazon.awssdk.services.bedrock.model.GetModelCustomizationJobResponse;
import software.amazon.awssdk.services.bedrock.model.JobStatusDetails;
import software.amazon.awssdk.services.bedrock.model.ModelCustomizationJobStatus;
import software.amazon.awssdk.services.bedrock.model.ResourceNotFoundException;
import software.amazon.awssdk.services.bedrock.model.ServiceQuotaExceededException;
import software.amazon.awssdk.services.bedrock.model.TooManyTagsException;
import software.amazon.awssdk.services.bedrock.model.ValidationDataConfig;
import software.amazon.awssdk.services.bedrock.model.ValidationException;

@Timeout(60)
class CustomizationJobTest {
    private final Life life = Life.byHand();

    @AfterEach
    void close() {
        life.close();
    }

    @Test
    void walks_through_its_phases_and_ends_with_a_model_and_loss_files() {
        String arn = life.create("qa-bot");
        assertThat(arn)
                .matches("arn:aws:bedrock:us-west-2:123456789012:model-customization-job/"
                        + "anthropic\\.claude-3-haiku-20240307-v1:0:200k/[a-z0-9]{12}");

        GetModelCustomizationJobResponse created = life.get(arn);
        assertThat(created.status()).isEqualTo(ModelCustomizationJobStatus.IN_PROGRESS);
        assertThat(phases(created)).containsExactly("InProgress", "NotStarted", "NotStarted");
        assertThat(created.creationTime()).isEqualTo(Instant.parse("2026-01-15T00:00:00Z"));
        assertThat(created.outputModelArn()).isNull();
        assertThat(created.endTime()).isNull();
        assertThat(created.baseModelArn()).isEqualTo("arn:aws:bedrock:us-west-2::foundation-model/" + Life.HAIKU);

        life.local.advance(Duration.ofMinutes(4));
        assertThat(phases(life.get(arn))).containsExactly("Completed", "InProgress", "NotStarted");
        life.local.advance(Duration.ofMinutes(7));
        assertThat(phases(life.get("qa-bot"))).containsExactly("Completed", "Completed", "InProgress");
        assertThat(life.bedrock.listCustomModels(b -> {}).modelSummaries()).isEmpty();

        life.local.advance(Duration.ofHours(2));
        GetModelCustomizationJobResponse done = life.get(arn);
        assertThat(done.status()).isEqualTo(ModelCustomizationJobStatus.COMPLETED);
        assertThat(phases(done)).containsExactly("Completed", "Completed", "Completed");
        assertThat(Duration.between(done.creationTime(), done.endTime()))
                .isBetween(Duration.ofMinutes(75), Duration.ofHours(2));
        assertThat(done.outputModelArn())
                .matches("arn:aws:bedrock:us-west-2:123456789012:custom-model/"
                        + "anthropic\\.claude-3-haiku-20240307-v1:0:200k/[a-z0-9]{12}");

        String folder = "out/model-customization-job-" + arn.substring(arn.length() - 12) + "/";
        List<String> training = life.read(folder + "training_artifacts/step_wise_training_metrics.csv")
                .lines()
                .toList();
        assertThat(training.get(0)).isEqualTo("step_number,epoch_number,training_loss");
        assertThat(training).hasSize(1 + 3 * 11);
        assertThat(training.get(1)).startsWith("0,1,");
        assertThat(training.get(33)).startsWith("32,3,");
        List<String> validation = life.read(
                        folder + "validation_artifacts/post_fine_tuning_validation/validation_metrics.csv")
                .lines()
                .toList();
        assertThat(validation.get(0)).isEqualTo("step_number,epoch_number,validation_loss");
        assertThat(validation).hasSize(4);
        assertThat(validation.get(1)).startsWith("11,1,");
        assertThat(validation.get(3)).startsWith("33,3," + lossOf(done));
        assertThat(life.keys("out/")).contains("out/.write_access_check_file.tmp");
    }

    private static String lossOf(GetModelCustomizationJobResponse done) {
        return String.valueOf(done.validationMetrics().get(0).validationLoss()).substring(0, 6);
    }

    @Test
    void always_answers_with_a_validation_config_and_with_hyperparameters_as_text() {
        String arn = life.bedrock
                .createModelCustomizationJob(life.job("no-validation")
                        .validationDataConfig((ValidationDataConfig) null)
                        .build())
                .jobArn();
        GetModelCustomizationJobResponse job = life.get(arn);
        assertThat(job.validationDataConfig()).isNotNull();
        assertThat(job.validationDataConfig().validators()).isEmpty();
        assertThat(job.hyperParameters())
                .containsExactlyInAnyOrderEntriesOf(Map.of("epochCount", "3", "batchSize", "8"));
        life.local.advance(Duration.ofHours(3));
        assertThat(life.keys("out/")).noneMatch(key -> key.contains("validation_artifacts"));
    }

    @Test
    void tells_all_violations_in_one_message_of_aws_form() {
        assertThatThrownBy(() -> life.bedrock.createModelCustomizationJob(
                        life.job("bad name").roleArn(null).customModelName("x").build()))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("2 validation errors detected: Value 'bad name' at 'jobName' failed to satisfy"
                        + " constraint: Member must satisfy regular expression pattern:"
                        + " [a-zA-Z0-9](-*[a-zA-Z0-9\\+\\-\\.])*; Value null at 'roleArn' failed to satisfy constraint:"
                        + " Member must not be null");
        assertThatThrownBy(() -> life.bedrock.createModelCustomizationJob(life.job("ok")
                        .trainingDataConfig(c -> c.s3Uri("s3://b/.."))
                        .build()))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("1 validation error detected: Value 's3://b/..' at 'trainingDataConfig.s3Uri'");
        assertThatThrownBy(() -> life.bedrock.listModelCustomizationJobs(b -> b.maxResults(1001)))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("Value '1001' at 'maxResults'")
                .hasMessageContaining("less than or equal to 1000");
        assertThatThrownBy(() -> life.bedrock.createModelCustomizationJob(life.job("x")
                        .jobTags(Life.tag("a", "b"), Life.tag("{}", "b"))
                        .build()))
                .hasMessageContaining("'jobTags.2.member.key'");
    }

    @Test
    void a_pattern_that_invites_backtracking_is_answered_at_once() {
        String name = "a" + "-".repeat(61) + "!";
        assertThatThrownBy(() ->
                        life.bedrock.createModelCustomizationJob(life.job(name).build()))
                .isInstanceOf(ValidationException.class);
    }

    @Test
    void refuses_hyperparameters_out_of_range_of_the_wrong_kind_or_of_an_unknown_name() {
        assertThatThrownBy(() -> life.bedrock.createModelCustomizationJob(life.job("x")
                        .hyperParameters(Map.of("epochCount", "11", "batchSize", "8.5", "learningRate", "1"))
                        .build()))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("3 validation errors detected")
                .hasMessageContaining("Value '11' at 'hyperParameters.epochCount' failed to satisfy constraint: Member"
                        + " must have value less than or equal to 10")
                .hasMessageContaining("Value '8.5' at 'hyperParameters.batchSize'")
                .hasMessageContaining("Value 'learningRate' at 'hyperParameters'");
        assertThat(life.bedrock.listModelCustomizationJobs(b -> {}).modelCustomizationJobSummaries())
                .isEmpty();
    }

    @Test
    void the_same_token_makes_one_job_and_with_other_content_is_refused() {
        var request = life.job("once").clientRequestToken("token-1");
        String first = life.bedrock.createModelCustomizationJob(request.build()).jobArn();
        String again = life.bedrock
                .createModelCustomizationJob(request.jobTags(Life.tag("k", "v")).build())
                .jobArn();
        assertThat(again).isEqualTo(first);
        assertThat(life.bedrock.listModelCustomizationJobs(b -> {}).modelCustomizationJobSummaries())
                .hasSize(1);
        assertThatThrownBy(() -> life.bedrock.createModelCustomizationJob(
                        request.hyperParameters(Map.of("epochCount", "1")).build()))
                .isInstanceOfSatisfying(
                        ConflictException.class, e -> assertThat(e.statusCode()).isEqualTo(400));
    }

    @Test
    void names_of_jobs_and_of_the_models_they_make_stay_taken() {
        life.create("one");
        life.local.advance(Duration.ofHours(3));
        assertThatThrownBy(() -> life.create("one"))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("The provided job name is currently in use.");
        life.bedrock.deleteCustomModel(b -> b.modelIdentifier("one-model"));
        assertThatThrownBy(() -> life.bedrock.createModelCustomizationJob(
                        life.job("two").customModelName("one-model").build()))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("name is currently in use");
    }

    @Test
    void stops_while_in_progress_and_bills_what_was_trained() {
        String arn = life.create("stopped");
        life.local.advance(Duration.ofMinutes(78));
        life.bedrock.stopModelCustomizationJob(b -> b.jobIdentifier(arn));
        assertThat(life.get(arn).status()).isEqualTo(ModelCustomizationJobStatus.STOPPING);
        assertThatThrownBy(() -> life.bedrock.stopModelCustomizationJob(b -> b.jobIdentifier(arn)))
                .isInstanceOf(ConflictException.class);
        life.local.advance(Duration.ofMinutes(5));
        GetModelCustomizationJobResponse stopped = life.get(arn);
        assertThat(stopped.status()).isEqualTo(ModelCustomizationJobStatus.STOPPED);
        assertThat(stopped.outputModelArn()).isNull();
        assertThat(phases(stopped)).containsExactly("Completed", "Completed", "Stopped");
        assertThat(life.local.bill().items()).singleElement().satisfies(item -> {
            assertThat(item.what()).isEqualTo("Training stopped");
            assertThat(item.quantity().signum()).isPositive();
            assertThat(item.usd()).isNull();
        });
        assertThatThrownBy(() -> life.bedrock.stopModelCustomizationJob(b -> b.jobIdentifier("nobody")))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void bad_data_fails_the_job_with_the_words_of_aws() {
        assertThat(failureOf("missing", "no-such-file", null))
                .isEqualTo(
                        "Could not validate GetObject permissions to access Amazon S3 bucket: data at key no-such-file");
        assertThat(failureOf("no-json", "a.jsonl", "no json\n"))
                .isEqualTo(
                        "Unable to parse Amazon S3 file: s3://data/a.jsonl. Data files must conform to JSONL format.");
        assertThat(failureOf("blank-line", "a.jsonl", Life.claude(40) + "\n\n"))
                .startsWith("Unable to parse Amazon S3 file");
        assertThat(failureOf("format", "a.jsonl", Life.promptCompletion(40)))
                .startsWith("Unable to parse Amazon S3 file");
        assertThat(failureOf("too-few", "a.jsonl", Life.claude(31))).contains("31", "32");
        assertThat(failureOf("too-long", "a.jsonl", Life.claude(40).replaceFirst("Station 0", "x".repeat(100_000))))
                .isEqualTo("Maximum output token count 33346 exceeds limit of 32000");
        assertThat(failureOf("reserved", "a.jsonl", Life.claude(40).replaceFirst("Station 0", "a\\\\nHuman: b")))
                .contains("Human:");
    }

    @Test
    void blank_texts_are_no_bad_data() {
        life.put("blank.jsonl", Life.claude(40) + """
                {"system":"","messages":[{"role":"user","content":" "},{"role":"assistant","content":""}]}
                """);
        String arn = life.bedrock
                .createModelCustomizationJob(life.job("blank")
                        .trainingDataConfig(c -> c.s3Uri("s3://data/blank.jsonl"))
                        .build())
                .jobArn();
        life.local.advance(Duration.ofHours(5));
        assertThat(life.get(arn).status()).isEqualTo(ModelCustomizationJobStatus.COMPLETED);
        assertThat(life.get(arn).trainingMetrics().trainingLoss()).isFinite().isPositive();
    }

    private String failureOf(String name, String key, String content) {
        if (content != null) {
            life.put(key, content);
        }
        String arn = life.bedrock
                .createModelCustomizationJob(life.job(name)
                        .trainingDataConfig(c -> c.s3Uri("s3://data/" + key))
                        .build())
                .jobArn();
        life.local.advance(Duration.ofMinutes(10));
        GetModelCustomizationJobResponse job = life.get(arn);
        assertThat(job.status()).isEqualTo(ModelCustomizationJobStatus.FAILED);
        assertThat(phases(job)).containsExactly("Failed", "NotStarted", "NotStarted");
        return job.failureMessage();
    }

    @Test
    void an_output_bucket_that_is_not_there_fails_the_probe() {
        String arn = life.bedrock
                .createModelCustomizationJob(life.job("out")
                        .outputDataConfig(c -> c.s3Uri("s3://elsewhere/x/"))
                        .build())
                .jobArn();
        life.local.advance(Duration.ofMinutes(10));
        assertThat(life.get(arn).failureMessage())
                .isEqualTo("Amazon S3 perms missing (PutObject): Could not validate PutObject permissions to access S3"
                        + " bucket: elsewhere at key x/.write_access_check_file.tmp");
    }

    @Test
    void lists_by_filters_in_pages_and_in_order() {
        for (int i = 0; i < 5; i++) {
            life.create("job-" + i);
            life.local.advance(Duration.ofMinutes(1));
        }
        assertThat(life.bedrock
                        .listModelCustomizationJobsPaginator(
                                b -> b.maxResults(2).sortOrder("Ascending"))
                        .modelCustomizationJobSummaries())
                .extracting(job -> job.jobName())
                .containsExactly("job-0", "job-1", "job-2", "job-3", "job-4");
        assertThat(life.bedrock
                        .listModelCustomizationJobsPaginator(b -> b.maxResults(2))
                        .modelCustomizationJobSummaries())
                .extracting(job -> job.jobName())
                .containsExactly("job-4", "job-3", "job-2", "job-1", "job-0");
        assertThat(life.bedrock
                        .listModelCustomizationJobs(b -> b.nameContains("b-3"))
                        .modelCustomizationJobSummaries())
                .singleElement()
                .satisfies(job -> assertThat(job.customModelName()).isEqualTo("job-3-model"));
        assertThat(life.bedrock
                        .listModelCustomizationJobs(b -> b.creationTimeAfter(Instant.parse("2026-01-15T00:02:30Z")))
                        .modelCustomizationJobSummaries())
                .hasSize(2);
        assertThat(life.bedrock
                        .listModelCustomizationJobs(b -> b.statusEquals(FineTuningJobStatus.COMPLETED))
                        .modelCustomizationJobSummaries())
                .isEmpty();
        assertThatThrownBy(() -> life.bedrock.listModelCustomizationJobs(b -> b.nextToken("invented")))
                .isInstanceOf(ValidationException.class);
    }

    @Test
    void at_most_ten_jobs_are_scheduled_and_at_most_two_hundred_tags_given() {
        for (int i = 0; i < 10; i++) {
            life.create("job-" + i);
        }
        assertThatThrownBy(() -> life.create("job-10"))
                .isInstanceOfSatisfying(
                        ServiceQuotaExceededException.class,
                        e -> assertThat(e.statusCode()).isEqualTo(400));
        var tags = IntStream.range(0, 201).mapToObj(i -> Life.tag("k" + i, "v")).toList();
        assertThatThrownBy(() -> life.bedrock.createModelCustomizationJob(
                        life.job("tagged").jobTags(tags).build()))
                .isInstanceOfSatisfying(
                        TooManyTagsException.class,
                        e -> assertThat(e.resourceName()).isEqualTo("tagged"));
    }

    @Test
    void a_model_that_is_legacy_or_elsewhere_cannot_be_tuned() {
        assertThatThrownBy(() -> life.bedrock.createModelCustomizationJob(life.job("nova")
                        .baseModelIdentifier("amazon.nova-lite-v1:0:300k")
                        .build()))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("The provided model identifier is invalid.");
        life.local.advance(Duration.ofDays(60));
        assertThatThrownBy(() -> life.create("late"))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("Legacy");
        life.local.advance(Duration.ofDays(200));
        assertThatThrownBy(() -> life.create("too-late"))
                .hasMessageContaining("The provided model identifier is invalid.");
    }

    @Test
    void an_injected_failure_ends_the_job_in_its_phase() {
        life.local.inject(Fault.jobFails(Fault.Phase.TRAINING, "out of luck").times(1));
        String unlucky = life.create("unlucky");
        life.local.advance(Duration.ofHours(3));
        assertThat(life.get(unlucky).failureMessage()).isEqualTo("out of luck");
        assertThat(phases(life.get(unlucky))).containsExactly("Completed", "Completed", "Failed");
        String lucky = life.create("lucky");
        life.local.advance(Duration.ofHours(3));
        assertThat(life.get(lucky).status()).isEqualTo(ModelCustomizationJobStatus.COMPLETED);
    }

    @Test
    void a_custom_model_can_be_tuned_further() {
        String first = life.model("first");
        String second = life.bedrock
                .createModelCustomizationJob(
                        life.job("second").baseModelIdentifier(first).build())
                .jobArn();
        life.local.advance(Duration.ofHours(3));
        String model = life.get(second).outputModelArn();
        assertThat(life.bedrock.getCustomModel(b -> b.modelIdentifier(model)).baseModelArn())
                .isEqualTo(first);
        assertThatThrownBy(() -> life.bedrock.createModelCustomizationJob(life.job("third")
                        .baseModelIdentifier(first.substring(0, first.length() - 12) + "aaaaaaaaaaaa")
                        .build()))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    private static List<String> phases(GetModelCustomizationJobResponse job) {
        var details = job.statusDetails();
        return List.of(
                text(details.validationDetails().status()),
                text(details.dataProcessingDetails().status()),
                text(details.trainingDetails().status()));
    }

    private static String text(JobStatusDetails status) {
        return status.toString();
    }
}

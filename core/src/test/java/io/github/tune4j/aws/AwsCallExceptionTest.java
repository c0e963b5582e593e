package io.github.tune4j.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.dataset.Dataset;
import io.github.tune4j.job.CustomModel;
import io.github.tune4j.job.FineTuningJob;
import io.github.tune4j.job.TrainingData;
import io.github.tune4j.model.BaseModel;
import io.github.tune4j.testkit.Fault;
import io.github.tune4j.testkit.LocalAws;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;

class AwsCallExceptionTest {
    private static final String SECRET = "secret/of-nobody+else";
    private static final String CUSTOMER = "the customer's own words";

    private final LocalAws local = LocalAws.builder().steppedByHand().start();
    private final AwsSession aws = AwsSession.builder()
            .configure(local::configure)
            .configure(client -> client.credentialsProvider(
                            StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDOFNOBODY", SECRET)))
                    .overrideConfiguration(o -> o.retryStrategy(AwsRetryStrategy.doNotRetry())))
            .time(local.time())
            .build();

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        aws.close();
        local.close();
    }

    /** A call of each service, by its operation. */
    private Runnable call(String operation) throws IOException {
        Path file = Files.writeString(folder.resolve("data.jsonl"), CUSTOMER);
        return switch (operation) {
            case "GetModelCustomizationJob" -> () -> FineTuningJob.attach(aws, "job");
            case "ListModelCustomizationJobs" -> () -> FineTuningJob.list(aws);
            case "GetCustomModel" -> () -> CustomModel.attach(aws, "model");
            case "ListCustomModels" -> () -> CustomModel.list(aws);
            case "HeadObject", "PutObject" ->
                () -> Storage.of(aws, "s3://some-bucket/x").upload(file);
            case "CreateBucket" -> () -> Storage.of(aws, "s3://some-bucket").createIfMissing();
            case "GetRole" -> () -> ServiceRole.delete(aws, "role");
            default -> throw new IllegalArgumentException(operation);
        };
    }

    private AwsCallException failing(String operation, Fault fault) throws IOException {
        if (operation.endsWith("Object")) {
            Storage.of(aws, "s3://some-bucket").createIfMissing();
        }
        local.inject(fault);
        AwsCallException e = catchThrowableOfType(AwsCallException.class, call(operation)::run);
        assertThat(e.operation()).isEqualTo(operation);
        assertThat(e.getCause()).isNotNull();
        assertThat(e.remedy()).isNotEmpty();
        assertThat(everything(e)).doesNotContain(SECRET).doesNotContain(CUSTOMER);
        return e;
    }

    private static String everything(Throwable e) {
        StringWriter text = new StringWriter();
        e.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GetModelCustomizationJob",
                "ListModelCustomizationJobs",
                "GetCustomModel",
                "ListCustomModels",
                "HeadObject",
                "PutObject",
                "CreateBucket",
                "GetRole"
            })
    void every_failure_tells_operation_code_request_and_whether_it_may_pass(String operation) throws IOException {
        check(operation, Fault::throttle, true, e -> assertThat(e.remedy()).contains("call less often"));
        check(operation, Fault::serverError, true, e -> assertThat(e.remedy()).contains("fault of its own"));
        check(
                operation,
                Fault::droppedBeforeEffect,
                true,
                e -> assertThat(e.remedy()).contains("network"));
        check(operation, Fault::accessDenied, false, e -> assertThat(e.remedy()).contains("allow " + operation));
    }

    private void check(
            String operation, Function<String, Fault> kind, boolean retryable, Consumer<AwsCallException> remedy)
            throws IOException {
        local.reset();
        AwsCallException e = failing(operation, kind.apply(operation));
        assertThat(e.retryable()).as(e.getMessage()).isEqualTo(retryable);
        assertThat(e.errorCode()).isNotEmpty();
        if (e.getMessage().startsWith("AWS refused")) {
            assertThat(e.requestId()).as(e.getMessage()).isNotEmpty();
            assertThat(e).hasMessageContaining(e.requestId()).hasMessageContaining(e.errorCode());
        }
        remedy.accept(e);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ListCustomModels | 400 | ValidationException         | Value at 'x' failed.     | correct what AWS's message names
            ListCustomModels | 400 | OddException                |                          | look up what OddException means
            ListCustomModels | 400 | ValidationException         | The provided job name is currently in use. | choose another name
            ListCustomModels | 400 | ValidationException         | The provided model identifier is invalid.  | has not ended
            ListCustomModels | 400 | ValidationException         | Could not assume provided IAM role.        | let the role trust
            ListCustomModels | 400 | ServiceQuotaExceededException | Too many.              | ask AWS Service Quotas
            ListCustomModels | 400 | TooManyTagsException        | Too many.                | give fewer tags
            ListCustomModels | 400 | ConflictException           | It is in use.            | look at what uses it
            ListCustomModels | 403 | ExpiredTokenException       | It has expired.          | log in again
            ListCustomModels | 403 | InvalidSignatureException   | Signature expired: now   | check this machine's clock
            PutObject        | 400 | KMS.DisabledException       | It is disabled.          | enable the KMS key
            PutObject        | 404 | NoSuchBucket                | It does not exist.       | check the name or ARN
            """)
    void the_way_out_goes_by_what_aws_says(String operation, int status, String code, String message, String remedy)
            throws IOException {
        AwsCallException e = failing(operation, Fault.error(operation, status, code, message == null ? "" : message));
        assertThat(e.remedy()).contains(remedy);
        assertThat(e.errorCode()).isEqualTo(code);
    }

    @Test
    void a_right_is_named_as_iam_names_it() throws IOException {
        assertThat(failing("HeadObject", Fault.accessDenied("HeadObject")).remedy())
                .startsWith("allow HeadObject for these credentials in IAM, where it is called s3:GetObject,");
        local.reset();
        assertThat(failing("PutObject", Fault.accessDenied("PutObject")).remedy())
                .startsWith("allow PutObject for these credentials in IAM, and");
    }

    @Test
    void an_answer_without_words_is_told_once_and_with_what_it_may_mean() {
        local.inject(Fault.error("HeadBucket", 400, "ExpiredToken", "The provided token has expired."));
        AwsCallException e = catchThrowableOfType(
                AwsCallException.class,
                () -> Storage.of(aws, "s3://some-bucket").createIfMissing());
        assertThat(e)
                .hasMessageContaining("HeadBucket of some-bucket (HTTP 400, request ")
                .hasMessageContaining("log in again");
    }

    @Test
    void a_role_that_has_grown_too_long_is_told_what_makes_room() {
        local.inject(
                Fault.error("PutRolePolicy", 409, "LimitExceeded", "Maximum policy size of 10240 bytes exceeded."));
        Dataset data = TrainingData.claude(folder.resolve("t.jsonl"), 40);
        assertThatThrownBy(() -> FineTuningJob.builder(aws)
                        .name("job")
                        .baseModel(BaseModel.CLAUDE_3_HAIKU)
                        .serviceRole(ServiceRole.createIfMissing("role"))
                        .trainingData(data)
                        .storage("s3://some-bucket")
                        .createStorageIfMissing()
                        .submit())
                .isInstanceOf(AwsCallException.class)
                .hasMessageContaining("delete the role with ServiceRole.delete");
    }

    @Test
    void nothing_is_looked_for_under_no_name() {
        for (Runnable call :
                List.<Runnable>of(() -> FineTuningJob.attach(aws, " "), () -> CustomModel.attach(aws, ""))) {
            assertThatThrownBy(call::run)
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("give its ARN or its name");
        }
        assertThat(local.calls()).isEmpty();
    }

    @Test
    void what_is_not_there_is_told_with_what_to_check() {
        AwsCallException e =
                catchThrowableOfType(AwsCallException.class, () -> FineTuningJob.attach(aws, "nobody-made-this"));
        assertThat(e.errorCode()).isEqualTo("ResourceNotFoundException");
        assertThat(e.retryable()).isFalse();
        assertThat(e.remedy()).contains("check the name or ARN, the account and the region");
    }
}

package io.github.tune4j.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tune4j.aws.AwsCallException;
import io.github.tune4j.aws.AwsSession;
import io.github.tune4j.aws.ServiceRole;
import io.github.tune4j.dataset.Dataset;
import io.github.tune4j.job.CustomModel;
import io.github.tune4j.job.FineTuningJob;
import io.github.tune4j.job.TrainingData;
import io.github.tune4j.model.BaseModel;
import io.github.tune4j.testkit.LocalAws;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.regions.Region;

/** Capacity that is moved from one tuned model to another: of the first one learned about wind, of the second about rain. */
class ExchangedModelTest {
    private static final Duration LONG = Duration.ofHours(1);
    private static final String QUESTION = "What does gauge 7 of the tower measure?";

    private final LocalAws local =
            LocalAws.builder().region(Region.US_EAST_1).steppedByHand().start();
    private final AwsSession aws = AwsSession.builder()
            .region(Region.US_EAST_1)
            .configure(local::configure)
            .time(local.time())
            .build();

    @TempDir
    Path folder;

    private CustomModel wind;
    private CustomModel rain;

    @BeforeEach
    void tune() throws IOException {
        wind = tuned(BaseModel.NOVA_LITE, "wind");
        rain = tuned(BaseModel.NOVA_LITE, "rain");
    }

    @AfterEach
    void close() {
        aws.close();
        local.close();
    }

    private CustomModel tuned(BaseModel base, String subject) throws IOException {
        Path file = folder.resolve(subject + ".jsonl");
        TrainingData.converse(file, 40);
        Files.writeString(file, Files.readString(file).replace("wind", subject));
        return FineTuningJob.builder(aws)
                .name("gauges-" + subject)
                .baseModel(base)
                .serviceRole(ServiceRole.createIfMissing("gauges-role"))
                .trainingData(Dataset.open(file))
                .storage("s3://gauges-bucket/tuning")
                .createStorageIfMissing()
                .hyperParameters(h -> h.epochs(2))
                .submit()
                .await(Duration.ofHours(12));
    }

    @Test
    void throughput_answers_as_the_old_model_while_it_is_updated_and_then_as_the_new_one() {
        try (ProvisionedModel model = ProvisionedModel.builder(aws, wind)
                .maxLifetime(Duration.ofHours(3))
                .provision()) {
            model.awaitInService(LONG);
            assertThat(model.ask(QUESTION)).contains("wind").doesNotContain("rain");

            model.exchangeModel(rain);

            assertThat(model.snapshot().state()).isEqualTo(ServingSnapshot.State.UPDATING);
            assertThat(model.ask(QUESTION)).contains("wind").doesNotContain("rain");
            local.advance(Duration.ofMinutes(11));
            assertThat(model.snapshot().state()).isEqualTo(ServingSnapshot.State.IN_SERVICE);
            assertThat(model.ask(QUESTION)).contains("rain").doesNotContain("wind");
            assertThat(local.running()).containsExactly(model.arn());
        }
        assertThat(local.running()).isEmpty();
    }

    @Test
    void a_model_of_another_base_is_refused_by_aws_and_the_old_one_goes_on_answering() throws IOException {
        CustomModel other = tuned(BaseModel.NOVA_MICRO, "snow");
        try (ProvisionedModel model = ProvisionedModel.builder(aws, wind)
                .maxLifetime(Duration.ofHours(3))
                .provision()) {
            model.awaitInService(LONG);
            assertThatThrownBy(() -> model.exchangeModel(other))
                    .isInstanceOf(AwsCallException.class)
                    .hasMessageContaining("AWS refused UpdateProvisionedModelThroughput (ValidationException")
                    .hasMessageContaining(other.arn());
            assertThat(model.snapshot().state()).isEqualTo(ServingSnapshot.State.IN_SERVICE);
            assertThat(model.ask(QUESTION)).contains("wind");
        }
    }

    @Test
    void nothing_is_exchanged_before_it_is_in_service() {
        try (ProvisionedModel model = ProvisionedModel.builder(aws, wind)
                .maxLifetime(Duration.ofHours(3))
                .provision()) {
            assertThatThrownBy(() -> model.exchangeModel(rain))
                    .isInstanceOf(AwsCallException.class)
                    .hasMessageContaining("Creating");
        }
    }

    @Test
    void a_deployment_is_moved_in_the_same_way() {
        try (OnDemandModel model = OnDemandModel.builder(aws, wind).deploy()) {
            model.awaitInService(LONG);
            model.exchangeModel(rain);
            assertThat(model.ask(QUESTION)).contains("wind");
            local.advance(Duration.ofMinutes(11));
            assertThat(model.ask(QUESTION)).contains("rain").doesNotContain("wind");
        }
    }
}

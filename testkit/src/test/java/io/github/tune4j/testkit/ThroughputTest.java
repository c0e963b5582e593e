package io.github.tune4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.bedrock.model.ConflictException;
import software.amazon.awssdk.services.bedrock.model.CreateProvisionedModelThroughputRequest;
import software.amazon.awssdk.services.bedrock.model.GetProvisionedModelThroughputResponse;
import software.amazon.awssdk.services.bedrock.model.ProvisionedModelStatus;
import software.amazon.awssdk.services.bedrock.model.ResourceNotFoundException;
import software.amazon.awssdk.services.bedrock.model.ServiceQuotaExceededException;
import software.amazon.awssdk.services.bedrock.model.ValidationException;

@Timeout(60)
class ThroughputTest {
    private final Life life = Life.byHand();

    @AfterEach
    void close() {
        life.close();
    }

    @Test
    void takes_its_minutes_to_come_into_service_and_is_gone_at_once_when_deleted() {
        String model = life.model("m");
        String arn = buy(model, b -> {});
        assertThat(arn).matches("arn:aws:bedrock:us-west-2:123456789012:provisioned-model/[a-z0-9]{12}");
        GetProvisionedModelThroughputResponse creating = get(arn);
        assertThat(creating.status()).isEqualTo(ProvisionedModelStatus.CREATING);
        assertThat(creating.modelArn()).isEqualTo(model).isEqualTo(creating.desiredModelArn());
        assertThat(creating.modelUnits()).isEqualTo(1).isEqualTo(creating.desiredModelUnits());
        assertThat(creating.foundationModelArn())
                .isEqualTo("arn:aws:bedrock:us-west-2::foundation-model/" + Life.HAIKU);

        life.local.advance(Duration.ofMinutes(15));
        assertThat(get("t").status()).isEqualTo(ProvisionedModelStatus.CREATING);
        life.local.advance(Duration.ofMinutes(10));
        assertThat(get("t").status()).isEqualTo(ProvisionedModelStatus.IN_SERVICE);
        assertThatThrownBy(() -> life.bedrock.deleteCustomModel(b -> b.modelIdentifier(model)))
                .isInstanceOf(ConflictException.class);

        life.bedrock.deleteProvisionedModelThroughput(b -> b.provisionedModelId(arn));
        assertThatThrownBy(() -> get(arn)).isInstanceOf(ResourceNotFoundException.class);
        assertThat(life.bedrock.listProvisionedModelThroughputs(b -> {}).provisionedModelSummaries())
                .isEmpty();
        life.bedrock.deleteCustomModel(b -> b.modelIdentifier(model));
        assertThatThrownBy(() -> life.bedrock.getCustomModel(b -> b.modelIdentifier(model)))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void every_started_hour_is_billed_from_the_accepted_create_to_the_accepted_delete() {
        String arn = buy(life.model("m"), b -> b.modelUnits(2));
        assertThat(life.local.running()).containsExactly(arn);
        assertThat(life.local.bill().totalUsd()).isEqualByComparingTo("264");
        life.local.advance(Duration.ofMinutes(60));
        assertThat(life.local.bill().totalUsd()).isEqualByComparingTo("264");
        life.local.advance(Duration.ofMinutes(1));
        assertThat(life.local.bill().totalUsd()).isEqualByComparingTo("528");
        life.bedrock.deleteProvisionedModelThroughput(b -> b.provisionedModelId(arn));
        life.local.advance(Duration.ofDays(1));
        assertThat(life.local.running()).isEmpty();
        assertThat(life.local.bill().items())
                .filteredOn(item -> item.arn().equals(arn))
                .singleElement()
                .satisfies(item -> {
                    assertThat(item.quantity()).isEqualByComparingTo(new BigDecimal(4));
                    assertThat(item.unit()).isEqualTo("model unit hour");
                    assertThat(item.usd()).isEqualByComparingTo("528");
                    assertThat(item.to()).isNotNull();
                });
    }

    @Test
    void a_taken_name_is_refused_as_taken_even_when_no_unit_is_left() {
        String model = life.model("m");
        buy(model, b -> b.modelUnits(2));
        assertThatThrownBy(() -> buy(model, b -> {}))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("name is currently in use");
        assertThatThrownBy(() -> buy(model, b -> b.provisionedModelName("other")))
                .isInstanceOfSatisfying(ServiceQuotaExceededException.class, e -> {
                    assertThat(e.statusCode()).isEqualTo(400);
                    assertThat(e.getMessage())
                            .contains("Your account does not currently have any no commitment model units reserved for "
                                    + Life.HAIKU + ".");
                });
        life.local.quota(3);
        buy(model, b -> b.provisionedModelName("other"));
    }

    @Test
    void a_new_account_has_no_units_at_all() {
        String model = life.model("m");
        life.local.quota(0);
        assertThatThrownBy(() -> buy(model, b -> {})).isInstanceOf(ServiceQuotaExceededException.class);
        assertThat(life.local.running()).isEmpty();
    }

    @Test
    void the_same_token_buys_once() {
        String model = life.model("m");
        String first = buy(model, b -> b.clientRequestToken("t1"));
        assertThat(buy(model, b -> b.clientRequestToken("t1"))).isEqualTo(first);
        assertThatThrownBy(() -> buy(model, b -> b.clientRequestToken("t1").modelUnits(2)))
                .isInstanceOf(software.amazon.awssdk.services.bedrock.model.BedrockException.class)
                .hasMessageContaining("token");
        life.bedrock.deleteProvisionedModelThroughput(b -> b.provisionedModelId(first));
        assertThat(buy(model, b -> b.clientRequestToken("t1"))).isEqualTo(first);
        assertThat(life.local.running()).isEmpty();
    }

    @Test
    void a_commitment_cannot_be_ended_before_its_term_and_costs_its_whole_term() {
        String arn = buy(life.model("m"), b -> b.commitmentDuration("SixMonths"));
        Instant created = get(arn).creationTime();
        assertThat(get(arn).commitmentExpirationTime())
                .isEqualTo(
                        created.atOffset(java.time.ZoneOffset.UTC).plusMonths(6).toInstant());
        assertThat(life.local.bill().totalUsd()).isEqualByComparingTo("289080");
        assertThatThrownBy(() -> life.bedrock.deleteProvisionedModelThroughput(b -> b.provisionedModelId(arn)))
                .isInstanceOf(ConflictException.class);
        life.local.advance(Duration.ofDays(182));
        life.bedrock.deleteProvisionedModelThroughput(b -> b.provisionedModelId(arn));
        assertThat(life.local.running()).isEmpty();
    }

    @Test
    void can_be_renamed_and_moved_to_a_model_of_the_same_base() {
        String one = life.model("one");
        String two = life.model("two");
        String arn = buy(one, b -> {});
        assertThatThrownBy(() -> life.async(client -> client.updateProvisionedModelThroughput(
                        b -> b.provisionedModelId(arn).desiredModelId(two))))
                .hasCauseInstanceOf(ValidationException.class);
        life.local.advance(Duration.ofMinutes(30));
        life.async(client -> client.updateProvisionedModelThroughput(
                b -> b.provisionedModelId(arn).desiredModelId(two).desiredProvisionedModelName("renamed")));
        assertThat(get("renamed").status()).isEqualTo(ProvisionedModelStatus.UPDATING);
        assertThat(get("renamed").modelArn()).isEqualTo(one);
        life.local.advance(Duration.ofMinutes(30));
        assertThat(get("renamed").modelArn()).isEqualTo(two);
        assertThat(get("renamed").status()).isEqualTo(ProvisionedModelStatus.IN_SERVICE);
    }

    @Test
    void lists_by_status_model_and_name() {
        String model = life.model("m");
        buy(model, b -> b.provisionedModelName("first"));
        life.local.advance(Duration.ofMinutes(30));
        buy(model, b -> b.provisionedModelName("second"));
        assertThat(life.bedrock
                        .listProvisionedModelThroughputs(b -> b.statusEquals("InService"))
                        .provisionedModelSummaries())
                .singleElement()
                .satisfies(found -> assertThat(found.provisionedModelName()).isEqualTo("first"));
        assertThat(life.bedrock
                        .listProvisionedModelThroughputs(b -> b.modelArnEquals(model))
                        .provisionedModelSummaries())
                .hasSize(2);
        assertThat(life.bedrock
                        .listProvisionedModelThroughputs(b -> b.nameContains("sec"))
                        .provisionedModelSummaries())
                .hasSize(1);
    }

    @Test
    void a_legacy_base_model_takes_no_new_throughput_but_what_is_there_lives_on() {
        String model = life.model("m");
        String arn = buy(model, b -> {});
        life.local.advance(Duration.ofDays(60));
        assertThatThrownBy(() -> buy(model, b -> b.provisionedModelName("late")))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("Legacy");
        assertThat(FullLifeTest.ask(life, arn, "Hello?")).isNotBlank();
        life.local.advance(Duration.ofDays(200));
        assertThatThrownBy(() -> FullLifeTest.ask(life, arn, "Hello?")).hasMessageContaining("identifier is invalid");
        life.bedrock.deleteProvisionedModelThroughput(b -> b.provisionedModelId(arn));
    }

    @Test
    void what_is_not_there_cannot_be_bought() {
        assertThatThrownBy(() -> buy("nobody", b -> {})).isInstanceOf(ResourceNotFoundException.class);
        assertThatThrownBy(() -> buy(Life.HAIKU, b -> b.modelUnits(0)))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("Value '0' at 'modelUnits' failed to satisfy constraint: Member must have value"
                        + " greater than or equal to 1");
    }

    private String buy(String model, Consumer<CreateProvisionedModelThroughputRequest.Builder> change) {
        var request = CreateProvisionedModelThroughputRequest.builder()
                .provisionedModelName("t")
                .modelId(model)
                .modelUnits(1);
        change.accept(request);
        return life.bedrock.createProvisionedModelThroughput(request.build()).provisionedModelArn();
    }

    private GetProvisionedModelThroughputResponse get(String id) {
        return life.bedrock.getProvisionedModelThroughput(b -> b.provisionedModelId(id));
    }
}

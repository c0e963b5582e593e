package io.github.tune4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.dataset.DatasetFormat;
import io.github.tune4j.model.BaseModel.ServingKind;
import io.github.tune4j.model.Lifecycle.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelCatalogTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "claude-3-haiku",
                "anthropic.claude-3-haiku-20240307-v1:0",
                "anthropic.claude-3-haiku-20240307-v1:0:200k",
                "anthropic.claude-3-haiku-20240307-v1:0:48k",
                "us.anthropic.claude-3-haiku-20240307-v1:0",
                "arn:aws:bedrock:us-west-2::foundation-model/anthropic.claude-3-haiku-20240307-v1:0",
                "arn:aws:bedrock:us-west-2::foundation-model/anthropic.claude-3-haiku-20240307-v1:0:200k",
                "arn:aws:bedrock:us-west-2:123456789012:inference-profile/us.anthropic.claude-3-haiku-20240307-v1:0",
                "arn:aws:bedrock:us-west-2:123456789012:custom-model/"
                        + "anthropic.claude-3-haiku-20240307-v1:0:200k/abcdef123456",
            })
    void finds_a_model_by_each_of_its_names(String nameOrId) {
        assertThat(ModelCatalog.bundled().get(nameOrId)).isSameAs(BaseModel.CLAUDE_3_HAIKU);
    }

    @Test
    void finds_every_model_by_its_own_identifiers() {
        for (BaseModel model : ModelCatalog.bundled().all()) {
            assertThat(ModelCatalog.bundled().get(model.name())).isSameAs(model);
            assertThat(ModelCatalog.bundled().get(model.callingId())).isSameAs(model);
            if (model.tunable()) {
                assertThat(ModelCatalog.bundled().get(model.tuningId())).isSameAs(model);
                assertThat(model.tuningId()).startsWith(model.id() + ":");
                assertThat(model.regions()).isNotEmpty();
                assertThat(model.hyperParameters()).isNotEmpty();
                assertThat(model.limits().asOf()).isEqualTo(model.asOf());
            }
        }
    }

    @Test
    void names_what_it_has_when_a_model_is_unknown() {
        assertThatThrownBy(() -> ModelCatalog.bundled().get("gpt-2"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("\"gpt-2\"")
                .hasMessageContaining("nova-lite");
    }

    @Test
    void knows_the_limits_of_claude_3_haiku() {
        var limits = BaseModel.CLAUDE_3_HAIKU.limits();
        assertThat(limits.format()).isEqualTo(DatasetFormat.CLAUDE_MESSAGES);
        assertThat(limits.trainingRecords().contains(31)).isFalse();
        assertThat(limits.trainingRecords().contains(32)).isTrue();
        assertThat(limits.trainingRecords().contains(10_000)).isTrue();
        assertThat(limits.trainingRecords().contains(10_001)).isFalse();
        assertThat(limits.validationRecords().orElseThrow().max()).isEqualTo(1_000L);
        assertThat(limits.tokensPerRecord()).hasValue(32_000);
        assertThat(limits.reservedWords()).containsExactly("\nHuman:", "\nAssistant:");
        assertThat(BaseModel.CLAUDE_3_HAIKU.servedBy(ServingKind.PROVISIONED)).isTrue();
        assertThat(BaseModel.CLAUDE_3_HAIKU.servedBy(ServingKind.ON_DEMAND)).isFalse();
    }

    @Test
    void knows_that_nova_2_lite_takes_no_validation_data() {
        assertThat(ModelCatalog.bundled().get("nova-2-lite").limits().validationRecords())
                .isEmpty();
        assertThat(BaseModel.NOVA_LITE.limits().validationRecords()).isPresent();
    }

    @Test
    void tells_the_status_of_a_model_on_any_day() {
        Lifecycle haiku = BaseModel.CLAUDE_3_HAIKU.lifecycle();
        assertThat(haiku.statusOn(LocalDate.of(2026, 3, 9))).isEqualTo(Status.ACTIVE);
        assertThat(haiku.statusOn(LocalDate.of(2026, 3, 10))).isEqualTo(Status.LEGACY);
        assertThat(haiku.statusOn(LocalDate.of(2026, 9, 9))).isEqualTo(Status.LEGACY);
        assertThat(haiku.statusOn(LocalDate.of(2026, 9, 10))).isEqualTo(Status.ENDED);
        assertThat(BaseModel.NOVA_LITE.lifecycle().statusOn(LocalDate.of(2026, 11, 23)))
                .isEqualTo(Status.ACTIVE);
        assertThat(ModelCatalog.bundled().get("claude-3-5-sonnet").lifecycle().statusOn(LocalDate.of(2026, 2, 1)))
                .isEqualTo(Status.UNKNOWN);
    }

    @Test
    void says_that_a_judge_cannot_be_tuned() {
        BaseModel judge = ModelCatalog.bundled().get("claude-sonnet-4-6");
        assertThat(judge.tunable()).isFalse();
        assertThatThrownBy(judge::tuningId).hasMessageContaining("Claude Sonnet 4.6 cannot be fine-tuned");
        assertThatThrownBy(judge::limits).hasMessageContaining("Claude Sonnet 4.6 cannot be fine-tuned");
    }

    @Test
    void overrides_replace_fields_and_add_models(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("own.json");
        Files.writeString(file, """
                {"asOf": "2027-01-15", "models": [
                  {"name": "nova-lite", "callingId": "us.amazon.nova-lite-v1:0", "asOf": "2027-01-15"},
                  {"name": "mine", "title": "Mine", "provider": "Me", "callingId": "me.mine-v1:0",
                   "source": "me", "asOf": "2027-01-15"}
                ]}""");
        ModelCatalog own = ModelCatalog.read(file);
        assertThat(own.asOf()).isEqualTo(LocalDate.of(2027, 1, 15));
        assertThat(own.get("nova-lite").callingId()).isEqualTo("us.amazon.nova-lite-v1:0");
        assertThat(own.get("nova-lite").tuningId()).isEqualTo(BaseModel.NOVA_LITE.tuningId());
        assertThat(own.get("me.mine-v1:0").lifecycle().status()).isEqualTo(Status.UNKNOWN);
        assertThat(own.all()).hasSize(ModelCatalog.bundled().all().size() + 1);
        assertThat(BaseModel.NOVA_LITE.callingId()).isEqualTo("amazon.nova-lite-v1:0");
    }

    @Test
    void names_the_place_of_a_wrong_entry(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("own.json");
        Files.writeString(file, "{\"asOf\": \"2027-01-15\", \"models\": [{\"name\": \"nova-lite\", \"provider\": 3}]}");
        assertThatThrownBy(() -> ModelCatalog.read(file))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(file + ", nova-lite: \"provider\" is not a text");
        Files.writeString(file, "{\"asOf\": \"2027-01-15\", \"models\": [{\"name\": \"new\"}]}");
        assertThatThrownBy(() -> ModelCatalog.read(file)).hasMessageContaining(file + ", new has no \"title\"");
        Files.writeString(file, "{\"asOf\": ");
        assertThatThrownBy(() -> ModelCatalog.read(file)).hasMessageContaining("is not JSON at line 1");
    }
}

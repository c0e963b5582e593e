package io.github.tune4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tune4j.run.CostEstimate;
import io.github.tune4j.run.TokenPrice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PriceListTest {
    private static final PriceList PRICES = PriceList.bundled();

    @Test
    void knows_what_throughput_of_claude_3_haiku_costs() {
        assertThat(PRICES.throughputUsdPerHour(BaseModel.CLAUDE_3_HAIKU))
                .hasValueSatisfying(p -> assertThat(p).isEqualByComparingTo("132"));
        assertThat(PRICES.commitmentUsd(BaseModel.CLAUDE_3_HAIKU, 6))
                .hasValueSatisfying(p -> assertThat(p).isEqualByComparingTo("289080.00"));
    }

    @Test
    void leaves_empty_what_is_not_publicly_known() {
        assertThat(PRICES.commitmentUsd(BaseModel.CLAUDE_3_HAIKU, 1)).isEmpty();
        assertThat(PRICES.trainingUsdPerThousandTokens(BaseModel.CLAUDE_3_HAIKU))
                .isEmpty();
        assertThat(PRICES.throughputUsdPerHour(BaseModel.NOVA_LITE)).isEmpty();
        assertThat(PRICES.tokens("somebody.else-v1:0")).isEmpty();
    }

    @Test
    void estimates_the_calls_of_a_judge_and_leaves_an_unknown_price_without_amount() {
        CostEstimate.Line judge = PRICES.calls("Verdicts", "us.anthropic.claude-sonnet-4-6", 200, 1_500, 500);
        assertThat(judge.usd())
                .isEqualByComparingTo(PRICES.tokens("us.anthropic.claude-sonnet-4-6")
                        .orElseThrow()
                        .usd(300_000, 100_000));
        assertThat(judge.formula()).contains("200 calls");
        assertThat(PRICES.calls("Verdicts", "somebody.else-v1:0", 1, 1, 1).usd())
                .isNull();
        assertThatThrownBy(() -> PRICES.calls("Verdicts", "somebody.else-v1:0", -1, 1, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void knows_training_and_storage_of_llama() {
        assertThat(PRICES.trainingUsdPerThousandTokens(BaseModel.LLAMA_3_3_70B))
                .hasValueSatisfying(p -> assertThat(p).isEqualByComparingTo("0.0033"));
        assertThat(PRICES.storageUsdPerMonth(BaseModel.LLAMA_3_3_70B))
                .hasValueSatisfying(p -> assertThat(p).isEqualByComparingTo("1.95"));
    }

    @Test
    void prefers_the_price_of_the_inference_profile_itself() {
        TokenPrice plain = PRICES.tokens("anthropic.claude-opus-5").orElseThrow();
        TokenPrice profile = PRICES.tokens(
                        "arn:aws:bedrock:us-east-1:123456789012:inference-profile/" + "us.anthropic.claude-opus-5")
                .orElseThrow();
        assertThat(profile.inputUsdPerMillion()).isGreaterThan(plain.inputUsdPerMillion());
        assertThat(PRICES.tokens("us.amazon.nova-lite-v1:0")).isEqualTo(PRICES.tokens("amazon.nova-lite-v1:0:300k"));
    }

    @Test
    void has_a_token_price_for_every_model_of_the_catalogue() {
        assertThat(ModelCatalog.bundled().all())
                .allSatisfy(m -> assertThat(PRICES.tokens(m.callingId())).isPresent());
    }

    @Test
    void takes_prices_of_ones_own(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("prices.json");
        Files.writeString(file, """
                {"asOf": "2027-01-15", "prices": [
                  {"model": "anthropic.claude-3-haiku-20240307-v1:0", "item": "training-thousand-tokens", "usd": "0.01",
                   "source": "contract", "asOf": "2027-01-15"},
                  {"model": "amazon.nova-lite-v1:0", "item": "tokens", "inputUsdPerMillion": 0.05,
                   "outputUsdPerMillion": "0.2", "source": "contract", "asOf": "2027-01-15"}
                ]}""");
        PriceList own = PriceList.read(file);
        assertThat(own.asOf()).isEqualTo(LocalDate.of(2027, 1, 15));
        assertThat(own.trainingUsdPerThousandTokens(BaseModel.CLAUDE_3_HAIKU))
                .hasValueSatisfying(p -> assertThat(p).isEqualByComparingTo("0.01"));
        assertThat(own.tokens("amazon.nova-lite-v1:0").orElseThrow())
                .isEqualTo(TokenPrice.usdPerMillion("0.05", "0.2", LocalDate.of(2027, 1, 15)));
        assertThat(own.throughputUsdPerHour(BaseModel.CLAUDE_3_HAIKU)).isPresent();
    }

    @Test
    void refuses_an_unknown_item(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("prices.json");
        Files.writeString(
                file,
                "{\"asOf\": \"2027-01-15\", \"prices\": [{\"model\": \"m\", \"item\": \"gpu\", \"usd\": \"1\"}]}");
        assertThatThrownBy(() -> PriceList.read(file))
                .hasMessageContaining("\"gpu\"")
                .hasMessageContaining("storage-month");
    }
}

package io.github.tune4j.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.aws.AwsSession;
import io.github.tune4j.model.BaseModel;
import io.github.tune4j.model.BaseModel.ServingKind;
import io.github.tune4j.model.PriceList;
import io.github.tune4j.serving.ServingAdvisor.Advice;
import io.github.tune4j.serving.ServingAdvisor.Load;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.regions.Region;

class ServingAdvisorTest {
    private static final Load SMALL = Load.of(1_000_000, 200_000, Duration.ofHours(8));

    private final AwsSession aws = AwsSession.create(Region.US_WEST_2);

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        aws.close();
    }

    /** Nova's throughput at a price that makes the arithmetic easy. */
    private AwsSession withNovaThroughput(String usdPerHour) throws IOException {
        Path own = Files.writeString(folder.resolve("prices.json"), """
                {"asOf": "2026-11-01", "prices": [
                  {"model": "amazon.nova-lite-v1:0", "item": "throughput-hour", "usd": "%s", "source": "an offer",
                   "asOf": "2026-10-01"}]}
                """.formatted(usdPerHour));
        return AwsSession.builder().prices(PriceList.read(own)).build();
    }

    @Test
    void a_tuned_claude_has_only_throughput_and_pays_what_the_article_paid() {
        Advice advice = ServingAdvisor.advise(aws, BaseModel.CLAUDE_3_HAIKU, SMALL);
        assertThat(advice.kind()).isEqualTo(ServingKind.PROVISIONED);
        assertThat(advice.perMonth().totalUsd()).isEqualByComparingTo("31680.00"); // 132 x 8 x 30
        assertThat(advice.alternatives())
                .singleElement()
                .satisfies(a -> assertThat(a.totalUsd()).isEqualByComparingTo("48180.00"));
        assertThat(advice.breakEvens()).singleElement().satisfies(b -> {
            assertThat(b.at()).isEqualByComparingTo("365.0"); // 48,180 / 132
            assertThat(b.unit()).isEqualTo("hours a month");
        });
        assertThat(advice.reasons()).anyMatch(r -> r.contains("not served on demand"));
        assertThat(advice.pricesAsOf()).isEqualTo(LocalDate.of(2024, 8, 31));
    }

    @Test
    void a_commitment_pays_from_so_many_hours_on() {
        Advice advice =
                ServingAdvisor.advise(aws, BaseModel.CLAUDE_3_HAIKU, Load.of(1_000_000, 200_000, Duration.ofHours(13)));
        assertThat(advice.perMonth().totalUsd()).isEqualByComparingTo("48180.00");
        assertThat(advice.reasons().get(0)).contains("committed for six months");
    }

    @Test
    void a_small_load_is_cheaper_by_the_token_and_a_large_one_by_the_hour() throws IOException {
        try (AwsSession own = withNovaThroughput("1.08")) {
            // 0.06 and 0.24 USD a million: 0.108 USD a day on demand, 8.64 USD a day by the hour.
            Advice small = ServingAdvisor.advise(own, BaseModel.NOVA_LITE, SMALL);
            assertThat(small.kind()).isEqualTo(ServingKind.ON_DEMAND);
            assertThat(small.perMonth().totalUsd()).isEqualByComparingTo("3.24");
            BigDecimal turn = small.breakEvens().get(0).at();
            assertThat(turn).isEqualByComparingTo("96000000"); // 1.2 million x 8.64 / 0.108
            Advice below = ServingAdvisor.advise(
                    own, BaseModel.NOVA_LITE, Load.of(79_000_000, 15_800_000, Duration.ofHours(8)));
            Advice above = ServingAdvisor.advise(
                    own, BaseModel.NOVA_LITE, Load.of(81_000_000, 16_200_000, Duration.ofHours(8)));
            assertThat(below.kind()).isEqualTo(ServingKind.ON_DEMAND);
            assertThat(above.kind()).isEqualTo(ServingKind.PROVISIONED);
            assertThat(above.pricesAsOf()).isEqualTo(LocalDate.of(2026, 10, 1));
        }
    }

    @Test
    void the_model_as_it_is_goes_in_batches_when_answers_may_take_a_day() {
        Advice advice =
                ServingAdvisor.advise(aws, BaseModel.NOVA_LITE, SMALL.untuned().mayTakeAWhile());
        assertThat(advice.kind()).isEqualTo(ServingKind.BATCH);
        assertThat(advice.perMonth().totalUsd()).isEqualByComparingTo("1.62");
        assertThat(ServingAdvisor.advise(aws, BaseModel.NOVA_LITE, SMALL.mayTakeAWhile())
                        .reasons())
                .anyMatch(r -> r.contains("Batch inference does not serve tuned text models"));
    }

    @Test
    void a_price_that_is_not_known_is_neither_zero_nor_chosen() {
        Advice advice = ServingAdvisor.advise(aws, BaseModel.NOVA_LITE, SMALL);
        assertThat(advice.kind()).isEqualTo(ServingKind.ON_DEMAND);
        assertThat(advice.alternatives())
                .singleElement()
                .satisfies(a -> assertThat(a.totalUsd()).isNull());
        assertThat(advice.breakEvens()).isEmpty();
        assertThat(advice.reasons().get(0)).contains("not publicly known");
        assertThat(advice.section().toString()).isNotBlank();
    }

    @Test
    void a_wrong_load_is_refused_with_all_that_is_wrong() {
        assertThatThrownBy(() -> new Load(-1, 0, Duration.ofHours(25), 0, true, false))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("-1")
                .hasMessageContaining("PT25H")
                .hasMessageContaining("units is 0");
    }
}

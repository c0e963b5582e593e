package io.github.tune4j.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tune4j.crash.Child;
import io.github.tune4j.crash.Crashes;
import io.github.tune4j.crash.Position;
import io.github.tune4j.crash.Position.Moment;
import io.github.tune4j.model.PriceList;
import io.github.tune4j.testkit.LocalAws;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * A tuning life is killed wherever it calls AWS, and run again: there is one job, one role, one copy of the data, one charge,
 * and the result is that of a life which nobody killed. In a normal build wherever it creates something, at night
 * everywhere.
 */
class NeverTwiceTest {
    private static final boolean NIGHTLY = Boolean.getBoolean("tune4j.nightly");

    @TempDir
    static Path folder;

    private static LocalAws local;
    private static Crashes crashes;

    @BeforeAll
    static void live() throws IOException {
        Path prices = Files.writeString(folder.resolve(TuningLife.PRICES), """
                {"asOf": "2026-01-01", "prices": [
                  {"model": "anthropic.claude-3-haiku-20240307-v1:0", "item": "training-thousand-tokens", "usd": "0.5",
                   "source": "a test", "asOf": "2026-01-01"},
                  {"model": "anthropic.claude-3-haiku-20240307-v1:0", "item": "storage-month", "usd": "1.95",
                   "source": "a test", "asOf": "2026-01-01"}]}
                """);
        local = LocalAws.builder()
                .steppedByHand()
                .prices(PriceList.read(prices))
                .start();
        crashes = Crashes.of(local, TuningLife.class, folder, place -> prepare(prices, place));
    }

    private static void prepare(Path prices, Path place) {
        TrainingData.claude(place.resolve(TuningLife.TRAINING), 40);
        TrainingData.claude(place.resolve(TuningLife.VALIDATION), 32);
        try {
            Files.copy(prices, place.resolve(TuningLife.PRICES));
            Files.writeString(place.resolve(TuningLife.KEY), local.declareKey("gauges"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterAll
    static void close() {
        if (crashes != null) {
            crashes.close();
        }
        local.close();
    }

    @Test
    void the_undisturbed_life_makes_each_thing_once() {
        List<String> census = crashes.undisturbed().census();
        keepsToItself(crashes.undisturbed());
        assertThat(census).filteredOn(line -> line.startsWith("job ")).containsExactly("job gauges-v1 Completed");
        assertThat(census).filteredOn(line -> line.startsWith("role ")).hasSize(1);
        assertThat(census).filteredOn(line -> line.startsWith("model ")).hasSize(1);
        assertThat(census)
                .filteredOn(line -> line.startsWith("encryption "))
                .singleElement()
                .asString()
                .contains(":key/");
        assertThat(census)
                .filteredOn(line -> line.startsWith("object tuning/data/"))
                .hasSize(2);
        assertThat(crashes.positions())
                .extracting(Position::operation)
                .contains(
                        "CreateBucket",
                        "PutPublicAccessBlock",
                        "PutBucketEncryption",
                        "PutObject",
                        "CreateRole",
                        "PutRolePolicy",
                        "CreateModelCustomizationJob");
    }

    @Test
    void the_ledger_has_what_aws_bills_for_the_training() {
        assertThat(crashes.undisturbed().results().get("spent"))
                .isEqualTo(crashes.undisturbed().census().stream()
                        .filter(line -> line.startsWith("billed Training"))
                        .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                        .findFirst()
                        .orElseThrow());
    }

    @TestFactory
    Stream<DynamicTest> killed() {
        return crashes.positions().stream()
                .filter(position -> NIGHTLY || position.createsOrDeletes())
                .flatMap(position -> Stream.of(Moment.values())
                        .map(moment -> DynamicTest.dynamicTest(
                                position.index() + " " + position.operation() + " " + moment,
                                () -> endsAsIfNotKilled(position, moment))));
    }

    private static void keepsToItself(Crashes.End end) {
        assertThat(end.log())
                .contains("completed after")
                .doesNotContain(Child.SECRET)
                .doesNotContain("What does gauge")
                .doesNotContain("measures the wind")
                .doesNotContain("You know instruments");
    }

    private static void endsAsIfNotKilled(Position position, Moment moment) {
        Crashes.End end = crashes.crashed(position, moment);
        assertThat(end.results()).as(end.log()).isEqualTo(crashes.undisturbed().results());
        assertThat(end.census()).as(end.log()).isEqualTo(crashes.undisturbed().census());
        keepsToItself(end);
    }
}

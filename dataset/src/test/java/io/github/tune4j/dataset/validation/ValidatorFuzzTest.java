package io.github.tune4j.dataset.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.github.tune4j.json.StringLiterals;
import io.github.tune4j.model.BaseModel;
import io.github.tune4j.model.ModelCatalog;
import io.github.tune4j.testing.Mutations;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Damaged records: ten thousand in every build, a million at night. */
class ValidatorFuzzTest {
    private static final int LINES_PER_FILE = 500;

    private static final List<String> CLAUDE = List.of(
            "{\"system\":\"Be brief.\",\"messages\":[{\"role\":\"user\",\"content\":\"What?\"},{\"role\":\"assistant\",\"content\":\"That.\"}]}",
            "{ \"messages\" : [ { \"content\" : \"1\\n2 \\\"3\\\"\", \"role\" : \"user\" } , { \"role\":\"assistant\",\"content\":\"日本語の答え😀\" } ] }",
            "{\"messages\":[{\"role\":\"user\",\"content\":\"a\\nHuman\"},{\"role\":\"assistant\",\"content\":\"\\u3042\\ud83d\\ude00\"},"
                    + "{\"role\":\"user\",\"content\":\"c\"},{\"role\":\"assistant\",\"content\":\"d\"}],\"id\":[1,{\"x\":2.5e3}]}");

    private static final List<String> CONVERSE = List.of(
            "{\"schemaVersion\":\"bedrock-conversation-2024\",\"system\":[{\"text\":\"s\"}],\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"a\"},"
                    + "{\"image\":{\"format\":\"png\",\"source\":{\"s3Location\":{\"uri\":\"s3://b/k.png\"}}}}]},{\"role\":\"assistant\",\"content\":[{\"text\":\"b\"}]}]}");

    private static final List<String> PAIRS = List.of("{\"prompt\":\"日本 a\",\"completion\":\"b\\n\"}");

    @Test
    void no_damage_to_claudes_records_brings_it_down_or_is_judged_differently_at_two_speeds() {
        int files = Mutations.cases(7_000, 700_000) / LINES_PER_FILE;
        for (int seed = 0; seed < files; seed++) {
            judge(BaseModel.CLAUDE_3_HAIKU, CLAUDE, seed);
        }
    }

    @Test
    void no_damage_to_the_other_formats_brings_it_down() {
        int files = Mutations.cases(3_000, 300_000) / LINES_PER_FILE;
        for (int seed = 0; seed < files; seed += 3) {
            judge(BaseModel.NOVA_LITE, CONVERSE, seed);
            judge(BaseModel.LLAMA_3_3_70B, CONVERSE, seed);
            judge(ModelCatalog.bundled().get("llama-3-1-8b"), PAIRS, seed);
        }
    }

    private static void judge(BaseModel model, List<String> records, int seed) {
        Mutations mutations = new Mutations(seed);
        List<byte[]> lines = new ArrayList<>();
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        for (int i = 0; i < LINES_PER_FILE; i++) {
            byte[] line = mutations.of(records.get(i % records.size()).getBytes(StandardCharsets.UTF_8));
            lines.add(line);
            file.writeBytes(line);
            file.write('\n');
        }
        DatasetValidator validator = DatasetValidator.builder(model.limits())
                .maxIssuesKept(1_000_000)
                .build();
        ValidationReport report = assertTimeoutPreemptively(
                Duration.ofSeconds(60),
                () -> validator.validate(new ByteArrayInputStream(file.toByteArray())),
                () -> model + ", seed " + seed + " hangs");
        assertThatCode(() -> {
                    assertThat(report.files().get(0).bytes()).isEqualTo(file.size());
                    assertThat(report.issues()).hasSize((int) (report.errorCount() + report.warningCount()));
                    assertThat(report.toString()).contains("To fix: ");
                    assertThat(report.toJson()).startsWith("{");
                    if (model.equals(BaseModel.CLAUDE_3_HAIKU)) {
                        lines.forEach(line -> assertSameAtBothSpeeds(model, line));
                    }
                })
                .as("%s, seed %d", model, seed)
                .doesNotThrowAnyException();
    }

    /** What the walk over the bytes passes, the complete check passes too, without a word. */
    private static void assertSameAtBothSpeeds(BaseModel model, byte[] line) {
        OrdinaryRecord walk = OrdinaryRecord.of(model.limits().reservedWords());
        int end = walk == null ? StringLiterals.UNUSUAL : walk.end(line, 0, line.length);
        if (end == line.length) {
            LineCheck complete = new LineCheck(new RecordLimits(model.limits(), TokenEstimator.standard()));
            assertThat(complete.check(line, 0, line.length, 10).kept())
                    .as(new String(line, StandardCharsets.UTF_8))
                    .isEmpty();
        }
    }

    @Test
    void a_file_of_gigantic_keys_and_deep_nests_is_judged_in_a_small_heap() {
        String key = "{\"" + "k".repeat(900_000) + "\":1,\"messages\":[]}\n";
        String nest = "{\"x\":" + "[".repeat(900) + "NaN" + ",NaN".repeat(20_000) + "]".repeat(900) + "}\n";
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        for (int i = 0; i < 20; i++) {
            file.writeBytes(key.getBytes(StandardCharsets.UTF_8));
            file.writeBytes(nest.getBytes(StandardCharsets.UTF_8));
        }
        ValidationReport report = assertTimeoutPreemptively(
                Duration.ofSeconds(60),
                () -> DatasetValidator.of(BaseModel.CLAUDE_3_HAIKU.limits())
                        .validate(new ByteArrayInputStream(file.toByteArray())));
        assertThat(report.warningCount()).isEqualTo(20L * (1 + 1 + 20_001));
        assertThat(report.issues())
                .allSatisfy(issue -> assertThat(issue.pointer()).hasSizeLessThan(400));
    }
}

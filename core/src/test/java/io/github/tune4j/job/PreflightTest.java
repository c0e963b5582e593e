package io.github.tune4j.job;

import static io.github.tune4j.job.TuningAccount.BUCKET;
import static io.github.tune4j.job.TuningAccount.rights;
import static io.github.tune4j.job.TuningAccount.statement;
import static io.github.tune4j.job.TuningAccount.trust;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.tune4j.aws.S3Location;
import io.github.tune4j.aws.ServiceRole;
import io.github.tune4j.job.PreflightReport.Check;
import io.github.tune4j.run.ReportSection.Severity;
import io.github.tune4j.testkit.Fault;
import io.github.tune4j.testkit.RecordedCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreflightTest {
    @TempDir
    Path folder;

    private TuningAccount account;

    @BeforeEach
    void open() {
        account = new TuningAccount(folder);
        account.tidy();
    }

    @AfterEach
    void close() {
        account.close();
    }

    private static void assertAllOk(PreflightReport report) {
        assertThat(report.checks())
                .allSatisfy(
                        line -> assertThat(line.severity()).as(line.toString()).isEqualTo(Severity.OK));
        assertThat(report.ready()).isTrue();
        report.orThrow();
    }

    @Test
    void a_good_set_up_with_a_role_of_ones_own_has_no_line_but_ok() {
        assertAllOk(account.job().preflight());
    }

    @Test
    void a_good_set_up_with_role_and_bucket_to_be_made_has_no_line_but_ok() {
        assertAllOk(account.job()
                .serviceRole(ServiceRole.createIfMissing("made"))
                .storage("s3://fresh-bucket")
                .createStorageIfMissing()
                .preflight());
    }

    @Test
    void a_good_set_up_with_uploaded_data_and_keys_has_no_line_but_ok() throws IOException {
        String key = account.local.declareKey("tuning");
        account.encrypt(key);
        account.role(
                trust("bedrock.amazonaws.com", TuningAccount.NUMBER, "us-west-2", "model-customization-job/*"),
                rights("", statement("Allow", "\"kms:*\"", key)));
        account.put(BUCKET, "mine/data.jsonl", Files.readString(account.training.file()));
        PreflightReport report = account.job()
                .trainingData(S3Location.parse("s3://" + BUCKET + "/mine/data.jsonl"))
                .kmsKey(key)
                .preflight();
        assertThat(report.checks())
                .filteredOn(line -> !line.name().equals("budget"))
                .extracting(Check::severity)
                .containsOnly(Severity.OK);
    }

    @Test
    void what_a_role_of_the_librarys_may_do_is_enough_for_a_job_in_a_network_with_a_key() {
        String key = account.local.declareKey("tuning");
        FineTuningJob.Builder made = account.job()
                .kmsKey("alias/tuning")
                .vpc(List.of("subnet-1", "subnet-2"), List.of("sg-1"))
                .serviceRole(ServiceRole.createIfMissing("made"));
        made.submit();
        PreflightReport report = made.name("gauges-v2")
                .serviceRole(ServiceRole.arn(TuningAccount.ROLE.replace("tuner", "made")))
                .kmsKey(key)
                .preflight();
        assertThat(line(report, "role's trust").severity()).isEqualTo(Severity.OK);
        assertThat(line(report, "role's rights"))
                .extracting(Check::severity, Check::problem)
                .containsExactly(Severity.OK, "the role may read the data and write the results");
    }

    @Test
    void a_name_that_is_used_up_is_no_obstacle_where_the_next_is_to_be_taken() {
        account.job().submit().stop();
        assertThat(account.job().preflight().ready()).isFalse();
        PreflightReport report = account.job().nextNameIfUsedUp().preflight();
        assertThat(line(report, "name").problem()).contains("goes on under the next name");
        assertThat(report.ready()).isTrue();
    }

    @Test
    void a_name_that_is_badly_formed_is_told_once() {
        PreflightReport report =
                account.job().name("no_good").customModelName("no.good").preflight();
        assertThat(report.checks())
                .filteredOn(line -> line.severity() == Severity.ERROR)
                .extracting(Check::name)
                .containsExactly("settings");
        assertThat(report.checks()).extracting(Check::name).doesNotContain("name", "model's name");
    }

    @Test
    void the_reference_model_is_only_warned_of_its_end_and_of_a_price_that_nobody_knows() {
        assertThat(account.haiku().preflight().checks())
                .filteredOn(line -> line.severity() != Severity.OK)
                .extracting(Check::name)
                .containsExactly("life cycle", "budget");
    }

    @Test
    void the_end_of_a_model_is_told_in_days_with_its_successor_and_the_format_to_convert_to() {
        Check line = line(account.haiku().preflight(), "life cycle");
        assertThat(line.severity()).isEqualTo(Severity.WARNING);
        assertThat(line.problem())
                .contains("ends on 2026-09-10")
                .contains("238 days")
                .contains("gets no new throughput from 2026-03-10 on");
        assertThat(line.remedy())
                .contains("Nova Lite (nova-lite) in us-east-1")
                .contains("DatasetFormat.CONVERSE_2024");
    }

    @Test
    void it_reads_and_changes_nothing() {
        account.job().preflight();
        int setUp = 3;
        assertThat(account.local.calls())
                .extracting(RecordedCall::operation)
                .filteredOn(operation -> operation.matches("(Create|Put|Delete|Update|Tag|Attach).*"))
                .hasSize(setUp);
    }

    @Test
    void what_may_not_be_looked_at_is_a_warning_and_holds_nothing_up() {
        List.of("SimulatePrincipalPolicy", "GetFoundationModelAvailability", "GetRole", "GetBucketEncryption")
                .forEach(operation -> account.local.inject(Fault.accessDenied(operation)));
        PreflightReport report = account.job().preflight();
        assertThat(report.checks())
                .filteredOn(line -> line.severity() == Severity.WARNING)
                .extracting(Check::name)
                .contains("model access", "role");
        assertThat(report.ready()).isTrue();
    }

    @Test
    void the_catalogue_speaks_where_aws_may_not_be_asked_about_a_model() {
        account.local.inject(Fault.accessDenied("GetFoundationModel"));
        PreflightReport report = account.job().preflight();
        assertThat(line(report, "region").problem()).contains("by the catalogue");
        assertThat(line(report, "life cycle").problem()).contains("by the catalogue");
        assertThat(report.ready()).isTrue();
    }

    @Test
    void several_things_wrong_are_in_one_report() {
        account.local.inject(Fault.accessDenied("PassRole"));
        account.local.inject(Fault.noModelAccess(Fault.ModelAccess.AGREEMENT));
        PreflightReport report = account.job()
                .name("no_good")
                .hyperParameters(h -> h.epochs(99))
                .storage("s3://not-there")
                .preflight();
        assertThat(report.checks())
                .filteredOn(line -> line.severity() == Severity.ERROR)
                .extracting(Check::name)
                .contains("settings", "hyperparameters", "model access", "storage", "PassRole");
        assertThat(report.toString()).contains("failed").contains("To fix:");
    }

    @Test
    void nothing_of_fetched_data_stays_on_this_machine() throws IOException {
        String words = "gauge of this very test " + System.identityHashCode(account);
        account.put(
                BUCKET,
                "mine/data.jsonl",
                Files.readString(account.training.file()).replace("What does gauge", words));
        PreflightReport report = account.job()
                .trainingData(S3Location.parse("s3://" + BUCKET + "/mine/data.jsonl"))
                .preflight();
        assertThat(line(report, "data").problem()).startsWith("110 training records");
        try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            assertThat(files.filter(f -> f.getFileName().toString().startsWith("tune4j-preflight"))
                            .map(f -> f.resolve("data.jsonl")))
                    .noneMatch(copy -> holds(copy, words));
        }
    }

    /** Other programs on this machine make and delete copies, too. */
    private static boolean holds(Path copy, String words) {
        try {
            return Files.readString(copy).contains(words);
        } catch (IOException e) {
            return false;
        }
    }

    private static Check line(PreflightReport report, String name) {
        return report.checks().stream()
                .filter(check -> check.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}

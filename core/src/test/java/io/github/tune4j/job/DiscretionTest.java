package io.github.tune4j.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.tune4j.TuneException;
import io.github.tune4j.dataset.Dataset;
import io.github.tune4j.testkit.Fault;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What customers wrote stands in no message and no report about a job. {@code NeverTwiceTest} reads all logs for it. */
class DiscretionTest {
    private static final String CUSTOMER = "Anna's account is 4711";

    @TempDir
    Path folder;

    private Gauges gauges;

    @BeforeEach
    void open() {
        gauges = Gauges.in(folder);
    }

    @AfterEach
    void close() {
        gauges.close();
    }

    /** Good records and a last line that is as given. */
    private Dataset dataWith(String line) throws IOException {
        Path file = folder.resolve("customer.jsonl");
        TrainingData.claude(file, 40);
        Files.writeString(file, Files.readString(file) + line + "\n");
        return Dataset.open(file);
    }

    private static void keepsToItself(Throwable e) {
        StringWriter text = new StringWriter();
        e.printStackTrace(new PrintWriter(text));
        assertThat(text.toString()).doesNotContain(CUSTOMER).doesNotContain("4711");
    }

    @Test
    void a_failure_in_which_aws_quotes_a_record_is_told_without_the_record() {
        gauges.local.inject(Fault.jobFails(
                Fault.Phase.VALIDATION,
                "Input size exceeded in file customer.jsonl for record starting with " + CUSTOMER));
        FineTuningJob job = gauges.job().submitOrAttach();
        JobFailedException e = catchThrowableOfType(JobFailedException.class, () -> job.await(Duration.ofHours(12)));
        keepsToItself(e);
        assertThat(e.explanation().original()).contains("customer.jsonl").doesNotContain("4711");
        assertThat(e.snapshot().toString()).doesNotContain("4711");
        keepsToItself(catchThrowableOfType(
                JobFailedException.class, () -> gauges.job().submitOrAttach()));
        assertThat(FineTuningJob.list(gauges.aws).toString()).doesNotContain("4711");
    }

    @Test
    void bad_data_is_named_by_line_and_not_by_content() throws IOException {
        for (String line : new String[] {
            "{\"messages\": [" + CUSTOMER,
            "{\"messages\":[{\"role\":\"user\",\"content\":\"" + CUSTOMER + "\"}]}",
            "{\"messages\":[{\"role\":\"user\",\"content\":\"\\nHuman: " + CUSTOMER
                    + "\"},{\"role\":\"assistant\",\"content\":\"" + CUSTOMER + "\"}]}"
        }) {
            FineTuningJob.Builder job = gauges.job().trainingData(dataWith(line));
            keepsToItself(catchThrowableOfType(TuneException.class, job::submit));
            PreflightReport report = job.preflight();
            assertThat(report.toString()).doesNotContain("4711");
            assertThat(report.checks().toString()).doesNotContain("4711");
            assertThat(report.section().blocks().toString()).doesNotContain("4711");
        }
        assertThat(gauges.local.calls("PutObject")).isEmpty();
    }
}

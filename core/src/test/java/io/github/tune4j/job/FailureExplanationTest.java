package io.github.tune4j.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tune4j.job.FailureExplanation.Certainty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureExplanationTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Could not validate GetObject permissions to access Amazon S3 bucket: b at key train.jsonl | CERTAIN | may not read | s3:GetObject
            Could not validate GetObject permissions to access S3 bucket | CERTAIN | may not read | job's region
            Amazon S3 perms missing (PutObject): Could not validate PutObject permissions to access S3 bucket: b at key out/.write_access_check_file.tmp | CERTAIN | may not write | s3:PutObject
            Unable to parse Amazon S3 file: train.jsonl. Data files must conform to JSONL format. | CERTAIN | no JSONL | DatasetValidator
            Input size exceeded in file train.jsonl for record starting with... | CERTAIN | more characters | shorten
            Maximum input token count 4097 exceeds limit of 4096 | CERTAIN | prompt of a record | shorten
            Maximum output token count 4097 exceeds limit of 4096 | CERTAIN | completion of a record | shorten
            Max sum of input and output token length 8193 exceeds total limit of 8192 | CERTAIN | together | shorten
            Automated tests flagged this fine-tuning job as including materials that are potentially inconsistent with Anthropic's third-party license terms. Please contact support. | CERTAIN | Anthropic's terms | AWS support
            Could not assume provided IAM role. | LIKELY | trust policy | two minutes
            The provided model identifier is invalid. | LIKELY | cannot be tuned here | preflight
            The provided S3 URI is invalid | LIKELY | place in S3 | letters, digits
            Encountered an unexpected error when processing the request, please try again AccessDenied. | LIKELY | lacks a permission | preflight
            Encountered an unexpected error when processing the request, please try again | LIKELY | fault of its own | submit again
            KMS key is disabled | LIKELY | encryption key | kms:Decrypt
            """)
    void explains_every_text_that_is_known(String text, Certainty certainty, String cause, String remedy) {
        FailureExplanation explanation = FailureExplanation.of(text);
        assertThat(explanation.certainty()).isEqualTo(certainty);
        assertThat(explanation.cause()).contains(cause);
        assertThat(explanation.remedy()).contains(remedy).endsWith(".");
        assertThat(explanation.original()).isEqualTo(text);
    }

    @Test
    void passes_an_unknown_text_on_as_unknown() {
        FailureExplanation explanation = FailureExplanation.of("The moon is full.");
        assertThat(explanation.certainty()).isEqualTo(Certainty.UNKNOWN);
        assertThat(explanation.cause()).isEqualTo("AWS says: The moon is full.");
        assertThat(explanation.original()).isEqualTo("The moon is full.");
    }

    @Test
    void says_so_when_aws_gave_no_reason() {
        assertThat(FailureExplanation.of(null).certainty()).isEqualTo(Certainty.UNKNOWN);
        assertThat(FailureExplanation.of(null).cause()).isEqualTo("AWS gives no reason.");
        assertThat(FailureExplanation.of(null).original()).isEmpty();
    }

    @Test
    void does_not_pass_on_what_aws_quotes_of_the_data() {
        FailureExplanation explanation = FailureExplanation.of(
                "Input size exceeded in file train.jsonl for record starting with {\"system\": \"our\nsecret\"}");
        assertThat(explanation.original())
                .isEqualTo("Input size exceeded in file train.jsonl for record starting with (left out)");
    }
}

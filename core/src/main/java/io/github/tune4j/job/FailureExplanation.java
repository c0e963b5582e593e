package io.github.tune4j.job;

import io.github.tune4j.aws.internal.AwsText;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What lies behind a failure that AWS reports, and what to do about it. The texts are those of the Bedrock user guide
 * (fine-tuning-troubleshooting), of AWS's knowledge center (bedrock-fine-tuning-errors) and of jobs seen in the field. All of
 * them are looked for without regard to case, the surest first.
 *
 * @param cause what went wrong
 * @param certainty how sure that is
 * @param remedy what to do
 * @param original AWS's own words, without quotations of the data; empty when it said nothing
 */
public record FailureExplanation(String cause, Certainty certainty, String remedy, String original) {

    /** How sure an explanation is. */
    public enum Certainty {
        /** AWS's words mean just this. */
        CERTAIN,
        /** AWS's words fit, and other causes are possible. */
        LIKELY,
        /** AWS's words are not known. */
        UNKNOWN
    }

    private record Known(String words, Certainty certainty, String cause, String remedy) {}

    private static final List<Known> KNOWN = List.of(
            new Known(
                    "getobject permissions",
                    Certainty.CERTAIN,
                    "The service role may not read the training or validation data.",
                    "allow the role s3:GetObject and s3:ListBucket on that bucket and key, and kms:Decrypt when the bucket"
                            + " is encrypted with a key of yours; the bucket must be in the job's region, and the role must"
                            + " trust bedrock.amazonaws.com."),
            new Known(
                    "putobject",
                    Certainty.CERTAIN,
                    "The service role may not write results below the output prefix.",
                    "allow the role s3:PutObject on the output prefix, and kms:GenerateDataKey when the bucket is"
                            + " encrypted with a key of yours; the bucket must be in the job's region."),
            new Known(
                    "unable to parse amazon s3 file",
                    Certainty.CERTAIN,
                    "The data is no JSONL that the model takes: a broken or a blank line.",
                    "check the file with DatasetValidator, which names the line."),
            new Known(
                    "input size exceeded",
                    Certainty.CERTAIN,
                    "A record, or the file, has more characters than the model takes.",
                    "shorten or remove the record; DatasetValidator names the line."),
            new Known(
                    "input token count",
                    Certainty.CERTAIN,
                    "The prompt of a record has more tokens than the model takes.",
                    "shorten or remove the record; DatasetValidator names the line."),
            new Known(
                    "output token count",
                    Certainty.CERTAIN,
                    "The completion of a record has more tokens than the model takes.",
                    "shorten or remove the record; DatasetValidator names the line."),
            new Known(
                    "max sum of input and output token length",
                    Certainty.CERTAIN,
                    "Prompt and completion of a record together have more tokens than the model takes.",
                    "shorten or remove the record; DatasetValidator names the line."),
            new Known(
                    "third-party license terms",
                    Certainty.CERTAIN,
                    "An automated check by Anthropic's terms flagged the training data.",
                    "remove what may conflict with Anthropic's terms, such as output of other models used against their"
                            + " licence; ask AWS support when nothing does."),
            new Known(
                    "could not assume provided iam role",
                    Certainty.LIKELY,
                    "Bedrock may not take the service role: its trust policy does not fit, or it has just been made.",
                    "let the role trust bedrock.amazonaws.com for this account and region; a new role takes up to two"
                            + " minutes to spread."),
            new Known(
                    "model identifier is invalid",
                    Certainty.LIKELY,
                    "The model cannot be tuned here: not in this region, not by this account, or not any more.",
                    "look at FineTuningJob.Builder.preflight(), which tells region, access and life cycle apart."),
            new Known(
                    "s3 uri",
                    Certainty.LIKELY,
                    "A place in S3 is written as Bedrock does not take it, or names a folder where a file belongs.",
                    "name the file itself, with a key of letters, digits and -_.!*'() only."),
            new Known(
                    "reserved keyword",
                    Certainty.LIKELY,
                    "A record holds a word that separates the turns of a conversation.",
                    "remove the word; DatasetValidator names the line."),
            new Known(
                    "number of training records",
                    Certainty.LIKELY,
                    "There are fewer or more training records than the model takes.",
                    "compare with DatasetLimits of the model; DatasetValidator counts."),
            new Known(
                    "number of validation records",
                    Certainty.LIKELY,
                    "There are fewer or more validation records than the model takes.",
                    "compare with DatasetLimits of the model; DatasetValidator counts."),
            new Known(
                    "kms",
                    Certainty.LIKELY,
                    "The service role may not use the encryption key.",
                    "allow the role kms:Decrypt, kms:GenerateDataKey, kms:DescribeKey and kms:CreateGrant in the key's"
                            + " policy."),
            new Known(
                    "accessdenied",
                    Certainty.LIKELY,
                    "The service role lacks a permission.",
                    "check its permissions with FineTuningJob.Builder.preflight()."),
            new Known(
                    "access denied",
                    Certainty.LIKELY,
                    "The service role lacks a permission.",
                    "check its permissions with FineTuningJob.Builder.preflight()."),
            new Known(
                    "unexpected error",
                    Certainty.LIKELY,
                    "Bedrock had a fault of its own.",
                    "submit again; if it fails again, ask AWS support with the job's ARN."));

    /**
     * Explains AWS's words.
     *
     * @param failureMessage what AWS said; null when nothing
     * @return the explanation; with certainty UNKNOWN when the words are not known
     */
    public static FailureExplanation of(@Nullable String failureMessage) {
        String original = Objects.requireNonNullElse(AwsText.withoutRecords(failureMessage), "");
        String words = original.toLowerCase(Locale.ROOT);
        return KNOWN.stream()
                .filter(known -> words.contains(known.words()))
                .findFirst()
                .map(known -> new FailureExplanation(known.cause(), known.certainty(), known.remedy(), original))
                .orElseGet(() -> new FailureExplanation(
                        original.isEmpty() ? "AWS gives no reason." : "AWS says: " + original,
                        Certainty.UNKNOWN,
                        "see the job in the Bedrock console, or ask AWS support with its ARN.",
                        original));
    }
}

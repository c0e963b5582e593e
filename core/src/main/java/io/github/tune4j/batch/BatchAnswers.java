package io.github.tune4j.batch;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.TuneException;
import io.github.tune4j.answer.AnswerCollector;
import io.github.tune4j.answer.AnswerSheet;
import io.github.tune4j.answer.AnswerSheet.Settings;
import io.github.tune4j.answer.Question;
import io.github.tune4j.aws.AwsSession;
import io.github.tune4j.aws.BedrockChatModel;
import io.github.tune4j.aws.S3Location;
import io.github.tune4j.aws.ServiceRole;
import io.github.tune4j.aws.Storage;
import io.github.tune4j.aws.internal.Connection;
import io.github.tune4j.aws.internal.Poller;
import io.github.tune4j.chat.ChatOptions;
import io.github.tune4j.job.JobFailedException;
import io.github.tune4j.job.JobSnapshot;
import io.github.tune4j.job.JobState;
import io.github.tune4j.job.StillRunningException;
import io.github.tune4j.run.CostEstimate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.bedrock.model.ConflictException;
import software.amazon.awssdk.services.bedrock.model.GetModelInvocationJobResponse;

/**
 * Answers to a large set of questions by Bedrock's batch inference: on AWS's own machines, at about half the price, some
 * time within a day. A handle over the job's ARN; the job runs on AWS and outlives the program. What comes out is the same
 * {@link AnswerSheet} that an {@link AnswerCollector} makes. Thread-safe.
 *
 * <p>Batch inference serves base models only, not tuned text models. With an inference profile the service role must also
 * be allowed {@code bedrock:InvokeModel} on the profile and its models; {@code ServiceRole.createIfMissing} sees to that.
 */
public final class BatchAnswers {
    private static final Logger log = LoggerFactory.getLogger(BatchAnswers.class);

    private final AwsSession aws;
    private final Connection connection;
    private final String arn;
    private final List<Question> questions;
    private final @Nullable String label;
    private final @Nullable Settings settings;
    private final BatchCharge charge;

    BatchAnswers(
            AwsSession aws,
            String arn,
            List<Question> questions,
            @Nullable String label,
            @Nullable Settings settings,
            BatchCharge charge) {
        this.aws = aws;
        this.connection = Connection.of(aws);
        this.arn = arn;
        this.questions = List.copyOf(questions);
        this.label = label;
        this.settings = settings;
        this.charge = charge;
    }

    /**
     * Begins a job. Nothing is sent yet.
     *
     * @param aws the session
     * @param modelId a model id or an inference profile, of a model by Anthropic, Amazon (Nova) or Meta (Llama)
     * @return a builder
     */
    public static Builder builder(AwsSession aws, String modelId) {
        return new Builder(aws, modelId);
    }

    /**
     * A job that is there. The conditions are those that its records hold.
     *
     * @param aws the session
     * @param arn the job's ARN
     * @param questions those it was submitted with, in the same order; expected answers never travelled to AWS
     * @return the job
     * @throws io.github.tune4j.aws.AwsCallException if there is none
     */
    public static BatchAnswers attach(AwsSession aws, String arn, List<Question> questions) {
        Connection connection = Connection.of(aws);
        GetModelInvocationJobResponse job = BatchSubmission.get(connection, arn);
        return new BatchAnswers(
                aws,
                job.jobArn(),
                questions,
                null,
                null,
                BatchCharge.of(connection, job.modelId(), job.jobName(), null));
    }

    /**
     * What identifies it.
     *
     * @return the ARN
     */
    public String arn() {
        return arn;
    }

    /**
     * How it looks now.
     *
     * @return a snapshot, whose one phase holds AWS's own word
     * @throws io.github.tune4j.aws.AwsCallException if AWS refuses
     */
    public JobSnapshot snapshot() {
        return snapshot(BatchSubmission.get(connection, arn));
    }

    private JobSnapshot snapshot(GetModelInvocationJobResponse job) {
        return BatchSubmission.snapshot(job, connection.time().now());
    }

    /**
     * Waits until the job ends and makes a sheet of what came back.
     *
     * @param max how long at most
     * @param file where the sheet is kept; where it is already, only what it does not answer is asked again
     * @return the sheet, which is also in the file
     * @throws StillRunningException if the job has not ended by then; it runs on
     * @throws JobFailedException if it failed as a whole or was stopped
     * @throws InvalidInputException if the questions are not those of the job
     * @throws io.github.tune4j.aws.AwsCallException if AWS refuses to tell
     * @throws io.github.tune4j.run.BudgetExceededException if the budget does not suffice for asking again; the sheet is kept
     * @throws io.github.tune4j.CancelledException if the thread is interrupted; the job runs on
     */
    public AnswerSheet await(Duration max, Path file) {
        return await(max, file, snapshot -> {});
    }

    /**
     * Waits until the job ends and makes a sheet of what came back. Records are joined with their questions by their id.
     * Questions whose record failed, or of which a job that ran out of time left no record, are asked again one by one, at
     * the price on demand; what fails again is a failure of the sheet.
     *
     * @param max how long at most
     * @param file where the sheet is kept; where it is already, only what it does not answer is asked again
     * @param onChange hears the first snapshot and each that differs; what it throws is logged
     * @return the sheet, which is also in the file
     * @throws StillRunningException if the job has not ended by then; it runs on
     * @throws JobFailedException if it failed as a whole or was stopped
     * @throws InvalidInputException if the questions are not those of the job
     * @throws io.github.tune4j.aws.AwsCallException if AWS refuses to tell
     * @throws io.github.tune4j.run.BudgetExceededException if the budget does not suffice for asking again; the sheet is kept
     * @throws io.github.tune4j.CancelledException if the thread is interrupted; the job runs on
     */
    public AnswerSheet await(Duration max, Path file, Consumer<? super JobSnapshot> onChange) {
        AnswerSheet sheet = Files.exists(file) ? AnswerSheet.read(file) : ended(max, file, onChange);
        if (sheet.failures().isEmpty() && sheet.answers().size() == questions.size()) {
            return sheet;
        }
        log.info(
                "{} questions of {} are asked again one by one",
                sheet.failures().size(),
                arn);
        AnswerCollector.Builder again =
                AnswerCollector.builder().options(sheet.settings().options());
        if (sheet.settings().systemPrompt() != null) {
            again.systemPrompt(sheet.settings().systemPrompt());
        }
        return again.build().collect(sheet.label(), BedrockChatModel.of(aws, sheet.model()), questions, file);
    }

    private AnswerSheet ended(Duration max, Path file, Consumer<? super JobSnapshot> onChange) {
        new Poller<>(
                        connection,
                        arn,
                        "GetModelInvocationJob",
                        () -> snapshot(connection.clients().bedrock().getModelInvocationJob(j -> j.jobIdentifier(arn))))
                .await(
                        max,
                        seen -> seen.state().ended(),
                        (before, now) -> !before.phases().equals(now.phases()),
                        onChange,
                        seen -> StillRunningException.of(seen, max));
        connection.begunWork().remove(arn);
        GetModelInvocationJobResponse job = BatchSubmission.get(connection, arn);
        JobSnapshot end = snapshot(job);
        // A job that ran out of time leaves what it had done by then.
        if (end.state() != JobState.COMPLETED && !"Expired".equals(job.statusAsString())) {
            charge.release();
            throw JobFailedException.of(end);
        }
        log.info("Batch job {} is {} after {}", arn, job.statusAsString(), end.elapsed());
        return BatchFiles.inFolder(folder -> {
            S3Location output = S3Location.parse(
                    job.outputDataConfig().s3OutputDataConfig().s3Uri().replaceFirst("/+$", ""));
            Storage.of(aws, output.uri()).download(arn.substring(arn.lastIndexOf('/') + 1), folder);
            BatchDialect dialect = BatchDialect.of(job.modelId());
            BatchFiles.Joined joined = BatchFiles.join(folder, questions, dialect);
            charge.book(arn, joined);
            Settings conditions = settings == null ? BatchFiles.settings(folder, dialect) : settings;
            if (conditions == null) {
                throw JobFailedException.of(end);
            }
            AnswerSheet sheet = AnswerSheet.of(
                    label == null ? job.jobName() : label,
                    job.modelId(),
                    conditions,
                    joined.answers(),
                    joined.failures());
            sheet.write(file);
            return sheet;
        });
    }

    BatchAnswers begun() {
        connection.begunWork().add(arn, () -> !snapshot().state().ended(), this::stop);
        return this;
    }

    /**
     * Stops the job for good. What it has answered is billed and not fetched. A job that has ended stays as it is.
     *
     * @throws io.github.tune4j.aws.AwsCallException if AWS refuses
     */
    public void stop() {
        connection.call("StopModelInvocationJob", () -> {
            try {
                connection.clients().bedrock().stopModelInvocationJob(j -> j.jobIdentifier(arn));
                log.info("Told batch job {} to stop", arn);
            } catch (ConflictException e) {
                log.info("Batch job {} is not running and was not stopped", arn);
            }
            return arn;
        });
    }

    @Override
    public String toString() {
        return arn;
    }

    /** Collects what a job is made of. Nothing is checked or called before the verb at the end. Not thread-safe. */
    public static final class Builder {
        private final AwsSession aws;
        private final BatchOrder order;

        private Builder(AwsSession aws, String modelId) {
            this.aws = aws;
            this.order = new BatchOrder(modelId);
        }

        /**
         * Sets what the job is called; used up for ever once it is submitted.
         *
         * @param name 1 to 63 letters, digits and {@code + - .}
         * @return this builder
         */
        public Builder name(String name) {
            order.name = name;
            return this;
        }

        /**
         * Sets what the sheet is called in reports.
         *
         * @param label the job's name unless set
         * @return this builder
         */
        public Builder label(String label) {
            order.label = label;
            return this;
        }

        /**
         * Sets what is asked.
         *
         * @param questions 100 to 50,000; ids must be unique
         * @return this builder
         */
        public Builder questions(List<Question> questions) {
            order.questions = List.copyOf(questions);
            return this;
        }

        /**
         * Sets the system prompt.
         *
         * @param text none unless set
         * @return this builder
         */
        public Builder systemPrompt(String text) {
            order.systemPrompt = text;
            return this;
        }

        /**
         * Sets the options of each question.
         *
         * @param options with the most tokens of an answer, or a budget must suffice for the longest that the model can give
         * @return this builder
         */
        public Builder options(ChatOptions options) {
            order.options = options;
            return this;
        }

        /**
         * Sets the role in which Bedrock reads questions and writes answers.
         *
         * @param role an existing one, or one to be made when the job is submitted
         * @return this builder
         */
        public Builder serviceRole(ServiceRole role) {
            order.serviceRole = role;
            return this;
        }

        /**
         * Sets where questions are put and answers are written.
         *
         * @param s3Uri {@code s3://bucket/prefix}, in the session's region
         * @return this builder
         */
        public Builder storage(String s3Uri) {
            order.storage = s3Uri;
            return this;
        }

        /**
         * Has the bucket made when there is none.
         *
         * @return this builder
         */
        public Builder createStorageIfMissing() {
            order.createStorage = true;
            return this;
        }

        /**
         * Sets after how long AWS gives the job up; what is answered by then stays.
         *
         * @param hours 24 to 168; 24 unless set
         * @return this builder
         */
        public Builder timeoutHours(int hours) {
            order.timeoutHours = hours;
            return this;
        }

        /**
         * Says how many records the account's quotas allow, where they are not the usual ones.
         *
         * @param fewest 100 unless set
         * @param most 50,000 unless set
         * @return this builder
         */
        public Builder recordLimits(int fewest, int most) {
            order.limits = order.limits.withRecords(fewest, most);
            return this;
        }

        /**
         * What the job is going to cost at most, as far as the price is publicly known. Calls nothing.
         *
         * @return the estimate
         * @throws InvalidInputException if settings are missing or wrong, all of them together
         */
        public CostEstimate estimate() {
            Connection connection = Connection.of(aws);
            order.check(connection.models());
            return BatchCharge.estimate(connection, order);
        }

        /**
         * Submits the job: makes what is to be made, sends the questions, and starts it. It is paid by the token.
         *
         * @return the job
         * @throws InvalidInputException if settings are missing or wrong, or batch inference does not serve the model
         * @throws io.github.tune4j.job.JobMismatchException if the name is in use
         * @throws io.github.tune4j.run.BudgetExceededException if the money does not suffice; nothing is started
         * @throws io.github.tune4j.aws.AwsCallException if AWS refuses
         * @throws TuneException if the questions cannot be written to a temporary file
         */
        public BatchAnswers submit() {
            return new BatchSubmission(aws, order).submit();
        }

        /**
         * Submits the job, or comes back to it when it was submitted before. Never starts a second one.
         *
         * @return the job; running, or ended
         * @throws InvalidInputException if settings are missing or wrong, or batch inference does not serve the model
         * @throws io.github.tune4j.job.JobMismatchException if the name belongs to another job
         * @throws JobFailedException if a job that failed or was stopped has used the name up
         * @throws io.github.tune4j.run.BudgetExceededException if the money does not suffice; nothing is started
         * @throws io.github.tune4j.aws.AwsCallException if AWS refuses
         * @throws TuneException if the questions cannot be written to a temporary file
         */
        public BatchAnswers submitOrAttach() {
            return new BatchSubmission(aws, order).submitOrAttach();
        }
    }
}

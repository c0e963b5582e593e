package io.github.tune4j.job;

import io.github.tune4j.aws.S3Location;
import io.github.tune4j.aws.ServiceRole;
import io.github.tune4j.dataset.Dataset;
import io.github.tune4j.model.BaseModel;
import io.github.tune4j.model.HyperParameters;
import io.github.tune4j.run.ProgressListener;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The setters of {@link FineTuningJob.Builder}; its verbs are there. */
abstract class JobSettings {
    final JobDraft draft;

    JobSettings(JobDraft draft) {
        this.draft = draft;
    }

    abstract FineTuningJob.Builder self();

    /**
     * Sets what the job is called; used up for ever once it is submitted.
     *
     * @param name 1 to 63 letters, digits and {@code + - .}
     * @return this builder
     */
    public FineTuningJob.Builder name(String name) {
        draft.name = name;
        return self();
    }

    /**
     * Sets what the tuned model is called.
     *
     * @param name 1 to 63 letters, digits and single {@code - _}; the job's name unless set
     * @return this builder
     */
    public FineTuningJob.Builder customModelName(String name) {
        draft.customModelName = name;
        return self();
    }

    /**
     * Sets the model to be tuned.
     *
     * @param model looked up by name in the session's catalogue
     * @return this builder
     */
    public FineTuningJob.Builder baseModel(BaseModel model) {
        draft.baseModel = model;
        draft.customModelArn = null;
        return self();
    }

    /**
     * Sets a tuned model to be tuned further.
     *
     * @param model the model
     * @return this builder
     */
    public FineTuningJob.Builder baseModel(CustomModel model) {
        draft.baseModel = model.baseModel();
        draft.customModelArn = model.arn();
        return self();
    }

    /**
     * Sets the role in which Bedrock reads data and writes results.
     *
     * @param role an existing one, or one to be made when the job is submitted
     * @return this builder
     */
    public FineTuningJob.Builder serviceRole(ServiceRole role) {
        draft.serviceRole = role;
        return self();
    }

    /**
     * Sets the training data, to be sent to the storage.
     *
     * @param data a file of this machine
     * @return this builder
     */
    public FineTuningJob.Builder trainingData(Dataset data) {
        draft.trainingData = new JobOrder.Data.Local(data);
        return self();
    }

    /**
     * Sets training data that is in S3 already.
     *
     * @param uploaded an object whose key ends in {@code .jsonl}
     * @return this builder
     */
    public FineTuningJob.Builder trainingData(S3Location uploaded) {
        draft.trainingData = new JobOrder.Data.Uploaded(uploaded);
        return self();
    }

    /**
     * Sets the validation data, to be sent to the storage. Without any there is no early stopping.
     *
     * @param data a file of this machine
     * @return this builder
     */
    public FineTuningJob.Builder validationData(Dataset data) {
        draft.validationData = new JobOrder.Data.Local(data);
        return self();
    }

    /**
     * Sets validation data that is in S3 already.
     *
     * @param uploaded an object whose key ends in {@code .jsonl}
     * @return this builder
     */
    public FineTuningJob.Builder validationData(S3Location uploaded) {
        draft.validationData = new JobOrder.Data.Uploaded(uploaded);
        return self();
    }

    /**
     * Sets where data is put and results are written.
     *
     * @param s3Uri {@code s3://bucket/prefix}, in the session's region
     * @return this builder
     */
    public FineTuningJob.Builder storage(String s3Uri) {
        draft.storage = s3Uri;
        return self();
    }

    /**
     * Has the bucket made when there is none, as {@link io.github.tune4j.aws.Storage#createIfMissing} does, and what is sent encrypted with {@link #kmsKey} where that is set.
     *
     * @return this builder
     */
    public FineTuningJob.Builder createStorageIfMissing() {
        draft.createStorage = true;
        return self();
    }

    /**
     * Sets the key that the tuned model is encrypted with.
     *
     * @param keyArn its ARN, id or alias, of the session's region; AWS's own key unless set
     * @return this builder
     */
    public FineTuningJob.Builder kmsKey(String keyArn) {
        draft.kmsKey = keyArn;
        return self();
    }

    /**
     * Has the job reach S3 through a network of one's own. Whether subnets and groups are there is not looked up before
     * the job begins; AWS says it then.
     *
     * @param subnetIds 1 to 16, such as {@code subnet-0123456789abcdef0}
     * @param securityGroupIds 1 to 5, such as {@code sg-0123456789abcdef0}
     * @return this builder
     */
    public FineTuningJob.Builder vpc(List<String> subnetIds, List<String> securityGroupIds) {
        draft.vpc = new JobOrder.Network(subnetIds, securityGroupIds);
        return self();
    }

    /**
     * Sets the tags of the job and of the tuned model. They do not make a job another one.
     *
     * @param tags at most 199, keys of 1 to 128 characters and values of at most 256, none beginning with {@code aws:};
     *     {@code created-by=tune4j} is added
     * @return this builder
     */
    public FineTuningJob.Builder tags(Map<String, String> tags) {
        draft.tags = tags;
        return self();
    }

    /**
     * Sets how the model is trained.
     *
     * @param hyperParameters what is not set is left to AWS
     * @return this builder
     */
    public FineTuningJob.Builder hyperParameters(HyperParameters hyperParameters) {
        draft.hyperParameters = hyperParameters;
        return self();
    }

    /**
     * Sets how the model is trained.
     *
     * @param settings gets a builder with nothing set
     * @return this builder
     */
    public FineTuningJob.Builder hyperParameters(Consumer<? super HyperParameters.Builder> settings) {
        HyperParameters.Builder builder = HyperParameters.builder();
        settings.accept(builder);
        draft.hyperParameters = builder.build();
        return self();
    }

    /**
     * Sets who hears how the upload comes along.
     *
     * @param upload counted in bytes
     * @return this builder
     */
    public FineTuningJob.Builder progress(ProgressListener upload) {
        draft.progress = upload;
        return self();
    }

    /**
     * Lets {@link FineTuningJob.Builder#submitOrAttach} go on under the name with {@code -2}, {@code -3} … where a failed or stopped job
     * has used the name up.
     *
     * @return this builder
     */
    public FineTuningJob.Builder nextNameIfUsedUp() {
        draft.nextNameIfUsedUp = true;
        return self();
    }
}

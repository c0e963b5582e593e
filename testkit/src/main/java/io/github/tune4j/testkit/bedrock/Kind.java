package io.github.tune4j.testkit.bedrock;

/** What can be created in Bedrock, and how AWS calls its name, its ARN and its time of creation. */
public enum Kind {
    /** A model customization job. */
    CUSTOMIZATION_JOB("model-customization-job", "jobArn", "jobName", "creationTime"),
    /** A model that a customization job made. */
    CUSTOM_MODEL("custom-model", "modelArn", "modelName", "creationTime"),
    /** Provisioned throughput. */
    THROUGHPUT("provisioned-model", "provisionedModelArn", "provisionedModelName", "creationTime"),
    /** An on-demand deployment of a custom model. */
    DEPLOYMENT("custom-model-deployment", "customModelDeploymentArn", "modelDeploymentName", "createdAt"),
    /** A batch inference job. */
    BATCH_JOB("model-invocation-job", "jobArn", "jobName", "submitTime");

    private final String arnType;
    private final String arnMember;
    private final String nameMember;
    private final String createdMember;

    Kind(String arnType, String arnMember, String nameMember, String createdMember) {
        this.arnType = arnType;
        this.arnMember = arnMember;
        this.nameMember = nameMember;
        this.createdMember = createdMember;
    }

    /** The type as it stands in ARNs. */
    public String arnType() {
        return arnType;
    }

    /** The member that holds the ARN. */
    String arnMember() {
        return arnMember;
    }

    /** The member that holds the name. */
    String nameMember() {
        return nameMember;
    }

    /** The member that holds the time of creation. */
    String createdMember() {
        return createdMember;
    }
}

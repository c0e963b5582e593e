package io.github.tune4j.testkit.bedrock;

import static io.github.tune4j.testkit.rest.Shape.flag;
import static io.github.tune4j.testkit.rest.Shape.list;
import static io.github.tune4j.testkit.rest.Shape.oneOf;
import static io.github.tune4j.testkit.rest.Shape.structure;
import static io.github.tune4j.testkit.rest.Shape.text;
import static io.github.tune4j.testkit.rest.Shape.texts;
import static io.github.tune4j.testkit.rest.Shape.time;
import static io.github.tune4j.testkit.rest.Shape.whole;

import io.github.tune4j.testkit.rest.Shape;
import io.github.tune4j.testkit.rest.Shape.Form;
import io.github.tune4j.testkit.rest.Shape.Structure;

/** The constraint table: what a request of each operation must look like, as AWS's own service model has it. */
final class Inputs {
    private static final String MODEL =
            "[a-z0-9-]{1,63}[.]{1}[a-z0-9-]{1,63}([.]?[a-z0-9-]{1,63})([:][a-z0-9-]{1,63}){0,2}";
    private static final String LISTED_MODEL =
            "[a-z0-9-]{1,63}[.]{1}([a-z0-9-]{1,63}[.]){0,2}[a-z0-9-]{1,63}([:][a-z0-9-]{1,63}){0,2}";
    private static final String TUNED_MODEL =
            "([0-9]{12}:custom-model/((imported)|([a-z0-9-]{1,63}[.]{1}[a-z0-9-]{1,63}))(([:][a-z0-9-]{1,63}){0,2})?/[a-z0-9]{12})";
    private static final String MODEL_IN_ARN =
            "[a-z0-9-]{1,63}[.]{1}[a-z0-9-]{1,63}([a-z0-9-]{1,63}[.]){0,2}[a-z0-9-]{1,63}([:][a-z0-9-]{1,63}){0,2}";
    private static final String ARN = "arn:aws(-[^:]+)?:bedrock:[a-z0-9-]{1,20}:";
    private static final String NAME = "([0-9a-zA-Z][_-]?)+";
    private static final String SHORT_NAME = "([0-9a-zA-Z][_-]?){1,63}";
    private static final String JOB_NAME_PATTERN = "[a-zA-Z0-9](-*[a-zA-Z0-9\\+\\-\\.])*";
    private static final String JOB_NAME_LANGUAGE = "[a-zA-Z0-9][a-zA-Z0-9+\\-.]*";
    private static final String BATCH_NAME_PATTERN = "[a-zA-Z0-9]{1,63}(-*[a-zA-Z0-9\\+\\-\\.]){0,63}";
    private static final String JOB_ARN = ARN + "[0-9]{12}:model-customization-job/" + MODEL_IN_ARN + "/[a-z0-9]{12}";
    private static final String DEPLOYED_MODEL_ARN =
            "arn:aws(|-us-gov|-cn|-iso|-iso-b):bedrock:[a-z0-9-]{1,20}:[0-9]{12}:" + "custom-model/(imported|"
                    + MODEL_IN_ARN + ")/[a-z0-9]{12}";
    private static final String FOUNDATION_ARN = ARN + ":foundation-model/" + LISTED_MODEL;
    private static final Shape MODEL_ARN =
            text(20, 1011, Form.of(ARN + "(" + TUNED_MODEL + "|(:foundation-model/" + LISTED_MODEL + "))"));

    private static final Shape JOB_NAME = text(1, 63, Form.of(JOB_NAME_PATTERN, JOB_NAME_LANGUAGE));
    private static final Shape MODEL_NAME = text(1, 63, Form.of(SHORT_NAME));
    private static final Shape ROLE = text(0, 2048, Form.of("arn:aws(-[^:]+)?:iam::([0-9]{12})?:role/.+"));
    private static final Shape TOKEN = text(1, 256, Form.of("[a-zA-Z0-9]([-a-zA-Z0-9]{0,254}[a-zA-Z0-9])?"));
    private static final Shape BATCH_TOKEN = text(
            1, 256, Form.of("[a-zA-Z0-9]{1,256}(-*[a-zA-Z0-9]){0,256}", "[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?"));
    private static final Shape S3_URI = text(
            1,
            1024,
            Form.of("s3://[a-z0-9][-.a-z0-9]{1,61}[a-z0-9](?:/[-!_*'().a-z0-9A-Z]+(?:/[-!_*'().a-z0-9A-Z]+)*)?/?"));
    private static final Shape KEY = text(
            1,
            2048,
            Form.of("(arn:aws(-[^:]+)?:kms:[a-zA-Z0-9-]*:[0-9]{12}:((key/[a-zA-Z0-9-]{36})|(alias/[a-zA-Z0-9-_/]+)))"
                    + "|([a-zA-Z0-9-]{36})|(alias/[a-zA-Z0-9-_/]+)"));
    private static final Shape BASE_MODEL = text(
            1,
            2048,
            Form.of("(" + ARN + "(([0-9]{12}:custom-model/(" + MODEL + ")/[a-z0-9]{12})|(:foundation-model/"
                    + "[a-z0-9-]{1,63}[.]{1}[a-z0-9-]{1,63}([:][a-z0-9-]{1,63}){0,2})))|(" + MODEL + ")|(" + NAME
                    + ")"));
    private static final Shape MODEL_IDENTIFIER = text(
            1,
            2048,
            Form.of(ARN + "(" + TUNED_MODEL + "|(:foundation-model/(" + MODEL + ")))|((" + MODEL + "))|(" + NAME
                    + ")"));
    private static final Shape BATCH_MODEL = text(
            1,
            2048,
            Form.of("(" + ARN + "(([0-9]{12}:custom-model/[a-z0-9-]{1,63}[.]{1}[a-z0-9-:]{1,63}/[a-z0-9]{12}$)"
                    + "|(:foundation-model/(" + MODEL + ")|(" + NAME + ")$)"
                    + "|([0-9]{12}:(inference-profile|application-inference-profile)/[a-zA-Z0-9-:.]+$)))|(" + MODEL
                    + ")|(" + NAME + ")"));
    private static final Shape CUSTOM_MODEL = text(20, 1011, Form.of(DEPLOYED_MODEL_ARN));
    private static final Form TAG_FORM = Form.of("[a-zA-Z0-9\\s._:/=+@-]*");
    /** How many tags there may be is checked with its own error. */
    private static final Shape TAGS = list(
            0,
            Integer.MAX_VALUE,
            structure().required("key", text(1, 128, TAG_FORM)).required("value", text(0, 256, TAG_FORM)));

    private static final Shape VPC = structure()
            .required("subnetIds", list(1, 16, text(0, 32, Form.of("[-0-9a-zA-Z]+"))))
            .required("securityGroupIds", list(1, 5, text(0, 32, Form.of("[-0-9a-zA-Z]+"))));
    private static final Structure S3 = structure().required("s3Uri", S3_URI);
    private static final Shape ACCOUNT = text(0, 12, Form.of("[0-9]{12}"));
    private static final Shape RESOURCE = text(
            20,
            1011,
            Form.of(".*(^[a-zA-Z0-9][a-zA-Z0-9\\-]*$)|(^" + ARN + "[0-9]{12}:custom-model/(imported)/[a-z0-9]{12}$)|(^"
                    + ARN
                    + "([0-9]{12}|)((:(fine-tuning-job|model-customization-job|custom-model)/" + MODEL_IN_ARN
                    + "(/[a-z0-9]{12})$)|(:guardrail/[a-z0-9]+$)"
                    + "|(:automated-reasoning-policy/[a-zA-Z0-9]+(:[a-zA-Z0-9]+)?$)"
                    + "|(:(inference-profile|application-inference-profile)/[a-zA-Z0-9-:.]+$)"
                    + "|(:(provisioned-model|model-invocation-job|model-evaluation-job|evaluation-job|model-import-job|imported-model"
                    + "|async-invoke|provisioned-model-v2|provisioned-model-reservation|prompt-router|custom-model-deployment)"
                    + "/[a-z0-9]{12}$))).*"));

    static final Structure CREATE_CUSTOMIZATION_JOB = structure()
            .required("jobName", JOB_NAME)
            .required("customModelName", MODEL_NAME)
            .required("roleArn", ROLE)
            .optional("clientRequestToken", TOKEN)
            .required("baseModelIdentifier", BASE_MODEL)
            .optional(
                    "customizationType",
                    oneOf(
                            "FINE_TUNING",
                            "CONTINUED_PRE_TRAINING",
                            "DISTILLATION",
                            "REINFORCEMENT_FINE_TUNING",
                            "IMPORTED"))
            .optional("customModelKmsKeyId", KEY)
            .optional("jobTags", TAGS)
            .optional("customModelTags", TAGS)
            .required(
                    "trainingDataConfig",
                    structure()
                            .optional("s3Uri", S3_URI)
                            .optional("invocationLogsConfig", structure().required("invocationLogSource", structure())))
            .optional("validationDataConfig", structure().required("validators", list(0, 10, S3)))
            .required("outputDataConfig", S3)
            .optional("hyperParameters", texts())
            .optional("vpcConfig", VPC)
            .optional("customizationConfig", structure());

    static final Structure CUSTOMIZATION_JOB = structure()
            .required(
                    "jobIdentifier",
                    text(
                            0,
                            1011,
                            Form.of(
                                    "(" + JOB_ARN + ")|(" + JOB_NAME_PATTERN + ")",
                                    "(" + JOB_ARN + ")|(" + JOB_NAME_LANGUAGE + ")")));

    static final Structure LIST_CUSTOMIZATION_JOBS = listing(Form.of(JOB_NAME_PATTERN, JOB_NAME_LANGUAGE))
            .and(created("creationTime"))
            .optional("statusEquals", oneOf("InProgress", "Completed", "Failed", "Stopping", "Stopped"));

    static final Structure CUSTOM_MODEL_BY_ID = structure().required("modelIdentifier", MODEL_IDENTIFIER);

    static final Structure LIST_CUSTOM_MODELS = listing(Form.of(SHORT_NAME))
            .and(created("creationTime"))
            .optional("baseModelArnEquals", MODEL_ARN)
            .optional("foundationModelArnEquals", text(0, 2048, Form.of(FOUNDATION_ARN)))
            .optional("isOwned", flag())
            .optional("modelStatus", oneOf("Active", "Creating", "Failed"));

    static final Structure CREATE_THROUGHPUT = structure()
            .optional("clientRequestToken", TOKEN)
            .required("modelUnits", whole(1, Integer.MAX_VALUE))
            .required("provisionedModelName", text(1, 63, Form.of(NAME)))
            .required("modelId", MODEL_IDENTIFIER)
            .optional("commitmentDuration", oneOf("OneMonth", "SixMonths"))
            .optional("tags", TAGS);

    static final Structure THROUGHPUT = structure()
            .required(
                    "provisionedModelId",
                    text(0, 2048, Form.of("((" + NAME + ")|(" + ARN + "[0-9]{12}:provisioned-model/[a-z0-9]{12}))")));

    static final Structure UPDATE_THROUGHPUT = THROUGHPUT
            .optional("desiredProvisionedModelName", text(1, 63, Form.of(NAME)))
            .optional("desiredModelId", MODEL_IDENTIFIER);

    static final Structure LIST_THROUGHPUTS = listing(Form.of(NAME))
            .and(created("creationTime"))
            .optional("statusEquals", oneOf("Creating", "InService", "Updating", "Failed"))
            .optional("modelArnEquals", MODEL_ARN);

    static final Structure CREATE_DEPLOYMENT = structure()
            .required("modelDeploymentName", MODEL_NAME)
            .required("modelArn", CUSTOM_MODEL)
            .optional("description", text(1, 2048, Form.of(".*")))
            .optional("tags", TAGS)
            .optional("clientRequestToken", TOKEN);

    static final Structure DEPLOYMENT = structure()
            .required(
                    "customModelDeploymentIdentifier",
                    text(
                            1,
                            93,
                            Form.of(
                                    "(arn:aws(|-us-gov|-cn|-iso|-iso-b):bedrock:[a-z0-9-]{1,20}:[0-9]{12}:custom-model-deployment/"
                                            + "[a-z0-9]{12})|^" + SHORT_NAME)));

    static final Structure UPDATE_DEPLOYMENT = DEPLOYMENT.required("modelArn", CUSTOM_MODEL);

    static final Structure LIST_DEPLOYMENTS = listing(Form.of(SHORT_NAME))
            .and(created("created"))
            .optional("statusEquals", oneOf("Creating", "Active", "Failed"))
            .optional("modelArnEquals", CUSTOM_MODEL);

    static final Structure CREATE_BATCH_JOB = structure()
            .required("jobName", text(1, 63, Form.of(BATCH_NAME_PATTERN, JOB_NAME_LANGUAGE)))
            .required("roleArn", ROLE)
            .optional("clientRequestToken", BATCH_TOKEN)
            .required("modelId", BATCH_MODEL)
            .required(
                    "inputDataConfig",
                    structure()
                            .required(
                                    "s3InputDataConfig",
                                    S3.optional("s3InputFormat", oneOf("JSONL")).optional("s3BucketOwner", ACCOUNT)))
            .required(
                    "outputDataConfig",
                    structure()
                            .required(
                                    "s3OutputDataConfig",
                                    S3.optional("s3EncryptionKeyId", KEY).optional("s3BucketOwner", ACCOUNT)))
            .optional("vpcConfig", VPC)
            .optional("timeoutDurationInHours", whole(24, 168))
            .optional("tags", TAGS)
            .optional("modelInvocationType", oneOf("InvokeModel", "Converse"));

    static final Structure BATCH_JOB = structure()
            .required(
                    "jobIdentifier",
                    text(0, 1011, Form.of("((" + ARN + "[0-9]{12}:model-invocation-job/)?[a-z0-9]{12})")));

    static final Structure LIST_BATCH_JOBS = listing(Form.of(BATCH_NAME_PATTERN, JOB_NAME_LANGUAGE))
            .and(created("submitTime"))
            .optional(
                    "statusEquals",
                    oneOf(
                            "Submitted",
                            "InProgress",
                            "Completed",
                            "Failed",
                            "Stopping",
                            "Stopped",
                            "PartiallyCompleted",
                            "Expired",
                            "Validating",
                            "Scheduled"));

    static final Structure FOUNDATION_MODEL =
            structure().required("modelIdentifier", text(1, 2048, Form.of("(" + FOUNDATION_ARN + ")|(" + MODEL + ")")));

    static final Structure FOUNDATION_MODEL_AVAILABILITY =
            structure().required("modelId", text(0, 140, Form.of(MODEL_IN_ARN + "(/[a-z0-9]{12}|)")));

    static final Structure LIST_FOUNDATION_MODELS = structure()
            .optional("byProvider", text(0, 63, Form.of("[A-Za-z0-9- ]{1,63}")))
            .optional("byCustomizationType", oneOf("FINE_TUNING", "CONTINUED_PRE_TRAINING", "DISTILLATION"))
            .optional("byOutputModality", oneOf("TEXT", "IMAGE", "EMBEDDING"))
            .optional("byInferenceType", oneOf("ON_DEMAND", "PROVISIONED"));

    static final Structure TAG = structure().required("resourceARN", RESOURCE).required("tags", TAGS);
    static final Structure UNTAG =
            structure().required("resourceARN", RESOURCE).required("tagKeys", list(0, 200, text(1, 128, TAG_FORM)));
    static final Structure LIST_TAGS = structure().required("resourceARN", RESOURCE);

    private Inputs() {}

    private static Structure listing(Form name) {
        return structure()
                .optional("nameContains", text(1, 63, name))
                .optional("maxResults", whole(1, 1000))
                .optional("nextToken", text(1, 2048, Form.of("\\S*")))
                .optional("sortBy", oneOf("CreationTime"))
                .optional("sortOrder", oneOf("Ascending", "Descending"));
    }

    private static Structure created(String time) {
        return structure().optional(time + "After", time()).optional(time + "Before", time());
    }
}

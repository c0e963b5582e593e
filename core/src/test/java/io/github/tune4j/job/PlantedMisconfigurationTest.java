package io.github.tune4j.job;

import static io.github.tune4j.job.TuningAccount.BUCKET;
import static io.github.tune4j.job.TuningAccount.NUMBER;
import static io.github.tune4j.job.TuningAccount.ROLE;
import static io.github.tune4j.job.TuningAccount.rights;
import static io.github.tune4j.job.TuningAccount.statement;
import static io.github.tune4j.job.TuningAccount.trust;
import static io.github.tune4j.run.ReportSection.Severity.ERROR;
import static io.github.tune4j.run.ReportSection.Severity.WARNING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tune4j.TuneException;
import io.github.tune4j.aws.S3Location;
import io.github.tune4j.aws.ServiceRole;
import io.github.tune4j.run.ReportSection.Severity;
import io.github.tune4j.testkit.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.regions.Region;

/** Everything that is planted is caught by its own check, before a job is created. */
class PlantedMisconfigurationTest {
    private static final String OWN_TRUST =
            trust("bedrock.amazonaws.com", NUMBER, "us-west-2", "model-customization-job/*");

    @TempDir
    static Path folder;

    private static TuningAccount account;

    @BeforeAll
    static void open() {
        account = new TuningAccount(folder);
    }

    @AfterAll
    static void close() {
        account.close();
    }

    @BeforeEach
    void tidy() {
        account.tidy();
    }

    /**
     * Something wrong.
     *
     * @param what the name of the test
     * @param check which check catches it
     * @param words what its line says
     * @param plant spoils the account and gives the job that is wrong
     */
    private record Plant(
            String what,
            String check,
            Severity severity,
            String words,
            Function<TuningAccount, FineTuningJob.Builder> plant) {
        @Override
        public String toString() {
            return what;
        }
    }

    private static Plant failed(
            String what, String check, String words, Function<TuningAccount, FineTuningJob.Builder> plant) {
        return new Plant(what, check, ERROR, words, plant);
    }

    private static Plant warned(
            String what, String check, String words, Function<TuningAccount, FineTuningJob.Builder> plant) {
        return new Plant(what, check, WARNING, words, plant);
    }

    static Stream<Plant> plants() {
        return Stream.of(settings(), model(), data(), storage(), trusts(), rightsOfTheRole(), caller(), limits())
                .flatMap(List::stream);
    }

    private static List<Plant> settings() {
        return List.of(
                failed(
                        "a job's name with an underscore",
                        "settings",
                        "name must hold",
                        a -> a.job().name("bad_name").customModelName("fine")),
                failed(
                        "a job's name of 64 characters",
                        "settings",
                        "name size",
                        a -> a.job().name("x".repeat(64)).customModelName("fine")),
                failed(
                        "a model's name with a dot",
                        "settings",
                        "customModelName must hold",
                        a -> a.job().name("gauges-1.0")),
                failed("a tag with an accent", "settings", "tags", a -> a.job().tags(Map.of("équipe", "x"))),
                failed("too many tags", "settings", "tags must be at most 199", a -> {
                    Map<String, String> tags = new LinkedHashMap<>();
                    for (int i = 0; i < 200; i++) {
                        tags.put("k" + i, "v");
                    }
                    return a.job().tags(tags);
                }),
                failed(
                        "a network without subnets",
                        "settings",
                        "vpc",
                        a -> a.job().vpc(List.of(), List.of("sg-1"))),
                failed(
                        "a network in place of a subnet",
                        "settings",
                        "must be ids of subnets",
                        a -> a.job().vpc(List.of("subnet-1", "vpc-1"), List.of("sg-1"))),
                failed(
                        "a name in place of a security group",
                        "settings",
                        "must be ids of security groups",
                        a -> a.job().vpc(List.of("subnet-1"), List.of("my group"))),
                failed(
                        "a tag that AWS keeps for itself",
                        "settings",
                        "not begin with aws:",
                        a -> a.job().tags(Map.of("aws:team", "x"))),
                failed(
                        "an uploaded object under a key that Bedrock does not take",
                        "settings",
                        "trainingData: Bedrock does not take",
                        a -> {
                            a.put(BUCKET, "my data+1.jsonl", "{}\n");
                            return a.job().trainingData(S3Location.parse("s3://" + BUCKET + "/my data+1.jsonl"));
                        }),
                failed(
                        "more epochs than the model takes",
                        "hyperparameters",
                        "epochCount must be 1 to 10",
                        a -> a.job().hyperParameters(h -> h.epochs(11))),
                failed(
                        "half an epoch",
                        "hyperparameters",
                        "whole number",
                        a -> a.job().hyperParameters(h -> h.add("epochCount", "1.5"))),
                failed(
                        "a hyperparameter of another model",
                        "hyperparameters",
                        "learningRateMultiplier is no hyperparameter of Llama 3.3",
                        a -> a.job().hyperParameters(h -> h.learningRateMultiplier(1))),
                warned(
                        "early stopping without validation data",
                        "hyperparameters",
                        "nothing to measure",
                        a -> a.haikuAlone().hyperParameters(h -> h.earlyStoppingPatience(2))),
                warned(
                        "a batch larger than the data",
                        "hyperparameters",
                        "more than the 40",
                        a -> a.haiku().hyperParameters(h -> h.batchSize(64))),
                failed("a name that a job has", "name", "used up for ever", a -> {
                    a.job().customModelName("another").submit();
                    return a.job();
                }),
                failed("a name that a tuned model has", "model's name", "There is a tuned model called", a -> {
                    a.job().submit().await(Duration.ofHours(12));
                    return a.job().name("gauges-v2").customModelName("gauges-v1");
                }),
                failed(
                        "a name of the tuned model that a running job is about to take",
                        "model's name",
                        "Job first is about to make",
                        a -> {
                            a.job().name("first").customModelName("shared").submit();
                            return a.job().customModelName("shared");
                        }));
    }

    private static List<Plant> model() {
        return List.of(
                failed("credentials that are refused", "credentials", "GetCallerIdentity", a -> {
                    a.local.inject(Fault.accessDenied("GetCallerIdentity"));
                    return a.job(a.session(Region.US_WEST_2).build());
                }),
                failed(
                        "a region without the model",
                        "region",
                        "cannot be tuned in us-east-1",
                        a -> a.job(a.session(Region.US_EAST_1).build())),
                failed("a Legacy model", "life cycle", "is Legacy since 2026-03-10", a -> {
                    a.local.advance(Duration.ofDays(60));
                    return a.haiku();
                }),
                failed("a model that has ended", "life cycle", "has ended on Bedrock on 2026-09-10", a -> {
                    a.local.advance(Duration.ofDays(300));
                    return a.haiku();
                }),
                failed("a Legacy model that AWS may not be asked for", "life cycle", "Legacy", a -> {
                    a.local.inject(Fault.accessDenied("GetFoundationModel"));
                    a.local.advance(Duration.ofDays(60));
                    return a.haiku();
                }),
                failed("no agreement", "model access", "the agreement is NOT_AVAILABLE", a -> {
                    a.local.inject(Fault.noModelAccess(Fault.ModelAccess.AGREEMENT));
                    return a.job();
                }),
                failed("no authorization", "model access", "the authorization is NOT_AUTHORIZED", a -> {
                    a.local.inject(Fault.noModelAccess(Fault.ModelAccess.AUTHORIZATION));
                    return a.job();
                }),
                failed("no entitlement", "model access", "the entitlement is NOT_AVAILABLE", a -> {
                    a.local.inject(Fault.noModelAccess(Fault.ModelAccess.ENTITLEMENT));
                    return a.job();
                }),
                failed("a tuned model that was deleted as base", "base model", "GetCustomModel", a -> {
                    CustomModel gone = a.job().name("first").submit().await(Duration.ofHours(12));
                    gone.delete();
                    return a.job().baseModel(gone);
                }));
    }

    private static List<Plant> data() {
        return List.of(
                failed(
                        "too few records",
                        "data",
                        "problems in the data",
                        a -> a.job().trainingData(TrainingData.converse(a.folder.resolve("few.jsonl"), 20))),
                failed(
                        "data of another format",
                        "data",
                        "problems in the data",
                        a -> a.job().trainingData(TrainingData.claude(a.folder.resolve("other.jsonl"), 110))),
                failed(
                        "a reserved word",
                        "data",
                        "problems in the data",
                        a -> a.haiku().trainingData(a.rewritten("Gauge 3 measures", "\\n\\nHuman: measures"))),
                failed(
                        "a broken line",
                        "data",
                        "problems in the data",
                        a -> a.haiku().trainingData(a.rewritten("Gauge 3 measures", "Gauge 3 \" } measures"))),
                failed(
                        "validation data for a model without",
                        "data",
                        "takes no validation data",
                        a -> a.job(a.session(Region.US_EAST_1).build())
                                .baseModel(a.aws.models().get("nova-2-lite"))
                                .trainingData(TrainingData.converse(a.folder.resolve("many.jsonl"), 210))),
                warned(
                        "validation data that is the training data",
                        "data",
                        "are the same",
                        a -> a.job().validationData(a.training)),
                failed(
                        "an object that is not there",
                        "data",
                        "There is no training data at",
                        a -> a.job().trainingData(S3Location.parse("s3://" + BUCKET + "/none.jsonl"))),
                failed("an object of another kind", "data", "is no .jsonl file", a -> {
                    a.put(BUCKET, "data.json", "{}");
                    return a.job().trainingData(S3Location.parse("s3://" + BUCKET + "/data.json"));
                }),
                failed(
                        "a file of another name",
                        "data",
                        "is no .jsonl file",
                        a -> a.job().trainingData(TrainingData.converse(a.folder.resolve("training.json"), 110))),
                warned("an object that only the role may read", "data", "has not been checked line by line", a -> {
                    a.put(BUCKET, "data.jsonl", "{}\n");
                    a.local.inject(Fault.accessDenied("HeadObject"));
                    return a.job().trainingData(S3Location.parse("s3://" + BUCKET + "/data.jsonl"));
                }),
                failed("an object with a bad line", "data", "problems in the data", a -> {
                    a.put(BUCKET, "data.jsonl", "{}\n".repeat(110));
                    return a.job().trainingData(S3Location.parse("s3://" + BUCKET + "/data.jsonl"));
                }),
                failed("data in a bucket of another region", "data", "is in eu-west-1", a -> {
                    a.bucket("far-bucket", Region.EU_WEST_1);
                    return a.job().trainingData(S3Location.parse("s3://far-bucket/data.jsonl"));
                }));
    }

    private static List<Plant> storage() {
        return List.of(
                failed(
                        "no bucket",
                        "storage",
                        "There is no bucket",
                        a -> a.job().storage("s3://not-there/tuning")),
                failed(
                        "a bucket of another account",
                        "storage",
                        "HeadBucket of another-account-bucket",
                        a -> a.job().storage("s3://another-account-bucket/tuning")),
                failed(
                        "a bucket to be made that another account has",
                        "storage",
                        "HeadBucket of another-account-bucket",
                        a -> a.job()
                                .storage("s3://another-account-bucket/tuning")
                                .createStorageIfMissing()),
                failed("a bucket of another region", "storage", "is in eu-west-1", a -> {
                    a.bucket("far-bucket", Region.EU_WEST_1);
                    return a.job().storage("s3://far-bucket/tuning");
                }),
                failed(
                        "a key that is not there",
                        "key of the model",
                        "There is no KMS key",
                        a -> a.job()
                                .kmsKey("arn:aws:kms:us-west-2:" + NUMBER
                                        + ":key/11111111-2222-3333-4444-555555555555")),
                failed(
                        "an alias that is not there",
                        "key of the model",
                        "There is no KMS key alias/none",
                        a -> a.job().kmsKey("alias/none")),
                failed(
                        "a key of another region",
                        "key of the model",
                        "KMS key",
                        a -> a.job().kmsKey(a.local.declareKey("near").replace("us-west-2", "eu-west-1"))));
    }

    private static Plant untrusted(String what, String words, String trust) {
        return failed(what, "role's trust", words, a -> {
            a.role(trust, rights("", ""));
            return a.job();
        });
    }

    private static List<Plant> trusts() {
        String bedrock = "bedrock.amazonaws.com";
        String jobs = "model-customization-job/*";
        return List.of(
                failed(
                        "no role",
                        "role",
                        "There is no role",
                        a -> a.job().serviceRole(ServiceRole.arn(ROLE + "-that-is-not-there"))),
                failed(
                        "a role of another account",
                        "role",
                        "of another account",
                        a -> a.job().serviceRole(ServiceRole.arn("arn:aws:iam::999999999999:role/tuner"))),
                failed(
                        "a role of another partition",
                        "role",
                        "of partition aws-cn",
                        a -> a.job().serviceRole(ServiceRole.arn("arn:aws-cn:iam::" + NUMBER + ":role/tuner"))),
                failed(
                        "a role with another path",
                        "role",
                        "its path is another",
                        a -> a.job().serviceRole(ServiceRole.arn("arn:aws:iam::" + NUMBER + ":role/team/tuner"))),
                untrusted(
                        "trust of another service",
                        "it trusts [ec2.amazonaws.com]",
                        trust("ec2.amazonaws.com", NUMBER, "us-west-2", jobs)),
                untrusted(
                        "trust for another account",
                        "does not fit the account " + NUMBER,
                        trust(bedrock, "999999999999", "us-west-2", jobs)),
                untrusted("trust for another region", "in its region", trust(bedrock, NUMBER, "us-east-1", jobs)),
                untrusted(
                        "trust for batch jobs only",
                        "in its resource",
                        trust(bedrock, NUMBER, "us-west-2", "model-invocation-job/*")),
                untrusted(
                        "trust for jobs of another model",
                        "in its resource",
                        trust(bedrock, NUMBER, "us-west-2", "model-customization-job/amazon.*")),
                untrusted(
                        "a star that StringEquals takes literally",
                        "StringEquals aws:SourceArn",
                        trust(
                                bedrock,
                                "sts:AssumeRole",
                                "{\"StringEquals\":{\"aws:SourceArn\":\"arn:aws:bedrock:us-west-2:" + NUMBER + ":"
                                        + jobs + "\"}}")),
                untrusted("trust without the action", "and not sts:AssumeRole", trust(bedrock, "sts:TagSession", "")),
                untrusted(
                        "trust that a Deny takes back",
                        "denies Bedrock's jobs explicitly",
                        OWN_TRUST.replace(
                                "}]}",
                                "},{\"Effect\":\"Deny\",\"Principal\":{\"Service\":\"" + bedrock
                                        + "\"},\"Action\":\"sts:*\"}]}")),
                warned("trust for whoever asks", "role's trust", "jobs of any account", a -> {
                    a.role(trust(bedrock, "sts:AssumeRole", ""), rights("", ""));
                    return a.job();
                }));
    }

    private static Plant powerless(String what, String words, String rights) {
        return failed(what, "role's rights", words, a -> {
            a.role(OWN_TRUST, rights);
            return a.job();
        });
    }

    private static List<Plant> rightsOfTheRole() {
        return List.of(
                powerless("a role that may not read", "s3:GetObject", rights("s3:GetObject", "")),
                powerless("a role that may not list", "s3:ListBucket", rights("s3:ListBucket", "")),
                powerless("a role that may not write", "s3:PutObject", rights("s3:PutObject", "")),
                powerless(
                        "a role that is denied the output",
                        "s3:PutObject",
                        rights(
                                "",
                                statement("Deny", "\"s3:PutObject\"", "arn:aws:s3:::" + BUCKET + "/tuning/output/*"))),
                powerless(
                        "a role for another bucket",
                        "s3:GetObject",
                        rights("", "").replace(BUCKET, "another-bucket")),
                failed("a bucket whose key the role may not use", "role's rights", "kms:Decrypt", a -> {
                    a.encrypt(a.local.declareKey("bucket"));
                    return a.job();
                }),
                failed("a model's key that the role may not grant", "role's rights", "kms:CreateGrant", a -> {
                    String key = a.local.declareKey("model");
                    a.role(OWN_TRUST, rights("", statement("Allow", "\"kms:Decrypt\",\"kms:GenerateDataKey\"", key)));
                    return a.job().kmsKey(key);
                }),
                failed(
                        "a model's key, named by its alias, that the role may not grant",
                        "role's rights",
                        "kms:CreateGrant",
                        a -> {
                            String key = a.local.declareKey("model");
                            a.role(
                                    OWN_TRUST,
                                    rights("", statement("Allow", "\"kms:Decrypt\",\"kms:GenerateDataKey\"", key)));
                            return a.job().kmsKey("alias/model");
                        }),
                failed(
                        "a role that may look at a network and not enter it",
                        "role's rights",
                        "ec2:CreateNetworkInterface",
                        a -> {
                            a.role(OWN_TRUST, rights("", statement("Allow", "\"ec2:Describe*\"", "*")));
                            return a.job().vpc(List.of("subnet-1"), List.of("sg-1"));
                        }));
    }

    private static Plant forbidden(String what, String check, String words, String operation) {
        return failed(what, check, words, a -> {
            a.local.inject(Fault.accessDenied(operation));
            return a.job();
        });
    }

    private static List<Plant> caller() {
        return List.of(
                forbidden("a caller who may not pass the role", "PassRole", "iam:PassRole", "PassRole"),
                forbidden(
                        "a caller who may not create jobs",
                        "caller's rights",
                        "bedrock:CreateModelCustomizationJob",
                        "CreateModelCustomizationJob"),
                warned("a caller who may not tag the job", "caller's rights", "bedrock:TagResource", a -> {
                    a.local.inject(Fault.accessDenied("TagResource"));
                    return a.job();
                }),
                failed("a caller who may not make the bucket", "caller's rights", "s3:CreateBucket", a -> {
                    a.local.inject(Fault.accessDenied("CreateBucket"));
                    return a.job().storage("s3://to-be-made").createStorageIfMissing();
                }),
                forbidden("a caller who may not upload", "caller's rights", "s3:PutObject", "PutObject"),
                failed("a caller who may not make the role", "caller's rights", "iam:CreateRole", a -> {
                    a.local.inject(Fault.accessDenied("CreateRole"));
                    return a.job().serviceRole(ServiceRole.createIfMissing("to-be-made"));
                }));
    }

    private static List<Plant> limits() {
        return List.of(
                failed("as many jobs as there may be", "quota of jobs", "10 jobs are running", a -> {
                    for (int i = 0; i < 10; i++) {
                        a.job().name("busy-" + i).submit();
                    }
                    return a.job();
                }),
                warned("no units of throughput", "quota of throughput", "may have no throughput", a -> {
                    a.local.quota(0);
                    return a.haiku();
                }),
                failed("too small a budget", "budget", "USD are left", a -> a.job(a.poor("0.01"))),
                warned("a price that nobody knows", "budget", "not publicly known", TuningAccount::haiku));
    }

    @ParameterizedTest
    @MethodSource("plants")
    void is_caught(Plant plant) {
        FineTuningJob.Builder job = plant.plant.apply(account);
        int before = account.local.calls("CreateModelCustomizationJob").size();
        PreflightReport report = job.preflight();
        assertThat(report.checks()).anySatisfy(line -> {
            assertThat(line.name()).isEqualTo(plant.check);
            assertThat(line.severity()).as(line.problem()).isEqualTo(plant.severity);
            assertThat(line.problem()).contains(plant.words);
            assertThat(line.remedy()).isNotBlank();
        });
        assertThat(report.ready()).isEqualTo(plant.severity == WARNING);
        if (plant.severity == ERROR) {
            assertThatThrownBy(job::submit).isInstanceOf(TuneException.class).hasMessageContaining("To fix:");
            assertThat(account.local.calls("CreateModelCustomizationJob")).hasSize(before);
        }
    }

    @Test
    void there_are_at_least_40_of_them() {
        assertThat(plants()).hasSizeGreaterThanOrEqualTo(60);
        assertThat(plants().filter(plant -> plant.severity == ERROR)).hasSizeGreaterThanOrEqualTo(50);
    }
}

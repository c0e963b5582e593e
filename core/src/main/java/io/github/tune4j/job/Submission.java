package io.github.tune4j.job;

import io.github.tune4j.CancelledException;
import io.github.tune4j.aws.AwsSession;
import io.github.tune4j.aws.S3Location;
import io.github.tune4j.aws.internal.Connection;
import io.github.tune4j.aws.internal.Door;
import io.github.tune4j.aws.internal.RoleNeeds;
import io.github.tune4j.dataset.validation.ValidationReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.bedrock.model.CreateModelCustomizationJobRequest;
import software.amazon.awssdk.services.bedrock.model.CustomizationType;
import software.amazon.awssdk.services.bedrock.model.GetModelCustomizationJobResponse;
import software.amazon.awssdk.services.bedrock.model.ResourceNotFoundException;
import software.amazon.awssdk.services.bedrock.model.Tag;
import software.amazon.awssdk.services.bedrock.model.ValidationException;
import software.amazon.awssdk.services.bedrock.model.Validator;

/** Brings a job about, once. Every step may be repeated after a crash: what is there is found and not made again. */
final class Submission {
    private static final Logger log = LoggerFactory.getLogger(FineTuningJob.class);
    private static final String ROLE_NOT_READY = "Could not assume provided IAM role";
    private static final String NAME_TAKEN = "job name is currently in use";

    /** IAM spreads a new role within this time, by Terraform's experience. */
    private static final Duration ROLE_SPREADS = Duration.ofMinutes(2);

    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(5);

    private final AwsSession aws;
    private final Connection connection;

    Submission(AwsSession aws) {
        this.aws = aws;
        this.connection = Connection.of(aws);
    }

    FineTuningJob submit(JobOrder order) {
        ready(order);
        return create(order)
                .orElseThrow(() -> mismatch(order, find(order.name()).orElseThrow(), "the name is in use"));
    }

    FineTuningJob submitOrAttach(JobOrder order) {
        JobOrder wanted = order;
        for (int suffix = 2; ; suffix++) {
            Optional<GetModelCustomizationJobResponse> existing = find(wanted.name());
            if (existing.isEmpty()) {
                ready(wanted);
                Optional<FineTuningJob> created = create(wanted);
                if (created.isPresent()) {
                    return created.get();
                }
                existing = find(wanted.name());
            }
            JobSnapshot snapshot =
                    JobSnapshot.of(existing.orElseThrow(), connection.time().now());
            if (!snapshot.state().nameIsUsedUp()) {
                List<String> differences = JobContent.differences(wanted, existing.get());
                if (!differences.isEmpty()) {
                    throw JobMismatchException.of(snapshot, differences);
                }
                log.info("Attached to job {} ({})", snapshot.arn(), snapshot.state());
                return new FineTuningJob(aws, snapshot.arn(), TrainingCharge.resumed(connection, wanted, snapshot));
            }
            if (!order.nextNameIfUsedUp()) {
                throw JobFailedException.usedUp(snapshot, nextFree(order, suffix));
            }
            wanted = order.numbered(suffix);
        }
    }

    /** Bad data has an exception of its own, which names the lines; so has a purse that ends the run by refusing. */
    private void ready(JobOrder order) {
        order.validate().ifPresent(ValidationReport::orThrow);
        PreflightReport report = new Preflight(aws, order).report();
        if (report.failsOnlyBy(Preflight.BUDGET)) {
            TrainingCharge.reserved(connection, order).release();
        }
        report.orThrow();
    }

    private String nextFree(JobOrder order, int from) {
        for (int suffix = from; ; suffix++) {
            String name = order.numbered(suffix).name();
            if (find(name).isEmpty()) {
                return name;
            }
        }
    }

    Optional<GetModelCustomizationJobResponse> find(String arnOrName) {
        try {
            return Optional.of(
                    connection.clients().bedrock().getModelCustomizationJob(j -> j.jobIdentifier(arnOrName)));
        } catch (ResourceNotFoundException e) {
            return Optional.empty();
        } catch (SdkException e) {
            throw connection.failure("GetModelCustomizationJob", e);
        }
    }

    private JobMismatchException mismatch(JobOrder order, GetModelCustomizationJobResponse existing, String otherwise) {
        List<String> differences = JobContent.differences(order, existing);
        return JobMismatchException.of(
                JobSnapshot.of(existing, connection.time().now()),
                differences.isEmpty() ? List.of(otherwise) : differences);
    }

    /** The new job, or the one that this very request made before; empty when another has the name. */
    private Optional<FineTuningJob> create(JobOrder order) {
        TrainingCharge charge = TrainingCharge.reserved(connection, order);
        Optional<FineTuningJob> created = Optional.empty();
        try {
            created = create(order, charge);
            return created;
        } finally {
            if (created.isEmpty()) {
                charge.release();
            }
        }
    }

    private Optional<FineTuningJob> create(JobOrder order, TrainingCharge charge) {
        if (order.createStorage()) {
            order.storage().createIfMissing();
        }
        send(order.training(), order);
        if (order.validation() != null) {
            send(order.validation(), order);
        }
        CreateModelCustomizationJobRequest request = request(order, roleFor(order));
        Instant giveUp = connection.time().now().plus(ROLE_SPREADS);
        while (true) {
            try {
                String arn = connection
                        .clients()
                        .bedrock()
                        .createModelCustomizationJob(request)
                        .jobArn();
                log.info("Submitted job {} as {}", order.name(), arn);
                return Optional.of(new FineTuningJob(aws, arn, charge));
            } catch (ValidationException e) {
                if (says(e, NAME_TAKEN)) {
                    return Optional.empty();
                }
                if (!says(e, ROLE_NOT_READY) || !connection.time().now().isBefore(giveUp)) {
                    throw connection.failure("CreateModelCustomizationJob", e);
                }
                pause(order.name());
            } catch (SdkException e) {
                throw connection.failure("CreateModelCustomizationJob", e);
            }
        }
    }

    private static boolean says(ValidationException e, String words) {
        return String.valueOf(e.getMessage()).contains(words);
    }

    private void pause(String name) {
        try {
            connection.time().sleep(BETWEEN_TRIES);
        } catch (InterruptedException e) {
            throw CancelledException.interrupted("submitOrAttach() for job " + name, e);
        }
    }

    private static void send(JobOrder.Data data, JobOrder order) {
        if (data instanceof JobOrder.Data.Local local) {
            order.storage().upload(local.dataset().file());
        }
    }

    private String roleFor(JobOrder order) {
        List<String> read = new ArrayList<>();
        S3Location root = order.storage().location();
        read.add(new S3Location(root.bucket(), root.key().isEmpty() ? "data" : root.key() + "/data").uri());
        read.add(order.training().location(order.storage()).uri());
        if (order.validation() != null) {
            read.add(order.validation().location(order.storage()).uri());
        }
        read.removeIf(uri -> read.stream().anyMatch(other -> uri.startsWith(other + "/")));
        return Door.ROLE
                .open(order.role())
                .arn(connection, new RoleNeeds(read, order.output().uri(), order.kmsKey(), order.network() != null));
    }

    private CreateModelCustomizationJobRequest request(JobOrder order, String roleArn) {
        CreateModelCustomizationJobRequest.Builder request = CreateModelCustomizationJobRequest.builder()
                .jobName(order.name())
                .customModelName(order.modelName())
                .roleArn(roleArn)
                .baseModelIdentifier(order.base())
                .customizationType(CustomizationType.FINE_TUNING)
                .trainingDataConfig(
                        t -> t.s3Uri(order.training().location(order.storage()).uri()))
                .outputDataConfig(o -> o.s3Uri(order.output().uri()))
                .clientRequestToken(JobContent.of(order).token(roleArn))
                .jobTags(tags(order))
                .customModelTags(tags(order));
        if (order.validation() != null) {
            String uri = order.validation().location(order.storage()).uri();
            request.validationDataConfig(
                    v -> v.validators(Validator.builder().s3Uri(uri).build()));
        }
        if (!order.hyperParameters().values().isEmpty()) {
            request.hyperParameters(order.hyperParameters().values());
        }
        if (order.kmsKey() != null) {
            request.customModelKmsKeyId(order.kmsKey());
        }
        JobOrder.Network network = order.network();
        if (network != null) {
            request.vpcConfig(v -> v.subnetIds(network.subnetIds()).securityGroupIds(network.securityGroupIds()));
        }
        return request.build();
    }

    private static List<Tag> tags(JobOrder order) {
        Map<String, String> tags = new TreeMap<>(order.tags());
        tags.putIfAbsent("created-by", "tune4j");
        return tags.entrySet().stream()
                .map(t -> Tag.builder().key(t.getKey()).value(t.getValue()).build())
                .toList();
    }
}

package io.github.tune4j.job;

import io.github.tune4j.aws.S3Location;
import io.github.tune4j.aws.ServiceRole;
import io.github.tune4j.aws.Storage;
import io.github.tune4j.dataset.Dataset;
import io.github.tune4j.dataset.validation.DatasetValidator;
import io.github.tune4j.dataset.validation.ValidationReport;
import io.github.tune4j.model.BaseModel;
import io.github.tune4j.model.HyperParameters;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A job that somebody wants, settings checked.
 *
 * @param base what is tuned: a tuning identifier, or the ARN of a custom model
 * @param facts what the catalogue knows of the foundation model below
 */
record JobOrder(
        String name,
        String modelName,
        String base,
        BaseModel facts,
        ServiceRole role,
        Data training,
        @Nullable Data validation,
        Storage storage,
        boolean createStorage,
        @Nullable String kmsKey,
        @Nullable Network network,
        Map<String, String> tags,
        HyperParameters hyperParameters,
        boolean nextNameIfUsedUp) {
    private static final int LONGEST_NAME = 63;

    /** Data of this machine, or data that lies in S3 already. */
    sealed interface Data {
        /** Where it lies, or will lie when it has been sent. */
        S3Location location(Storage storage);

        record Local(Dataset dataset) implements Data {
            @Override
            public S3Location location(Storage storage) {
                return storage.locate(dataset.file());
            }
        }

        record Uploaded(S3Location place) implements Data {
            @Override
            public S3Location location(Storage storage) {
                return place;
            }
        }
    }

    record Network(
            @Size(min = 1, max = 16)
            List<
                            @Pattern(
                                    regexp = "subnet-[0-9a-zA-Z]{1,25}",
                                    message = "must be ids of subnets such as subnet-0123456789abcdef0")
                            String>
                    subnetIds,

            @Size(min = 1, max = 5)
            List<
                            @Pattern(
                                    regexp = "sg-[0-9a-zA-Z]{1,29}",
                                    message = "must be ids of security groups such as sg-0123456789abcdef0")
                            String>
                    securityGroupIds) {
        Network {
            subnetIds = List.copyOf(subnetIds);
            securityGroupIds = List.copyOf(securityGroupIds);
        }
    }

    /** What the model's limits say of the data of this machine; empty when none of it is here. */
    Optional<ValidationReport> validate() {
        DatasetValidator validator = DatasetValidator.of(facts.limits());
        if (training instanceof Data.Local local) {
            return Optional.of(
                    validation instanceof Data.Local other
                            ? validator.validate(
                                    local.dataset().file(), other.dataset().file())
                            : validator.validate(local.dataset().file()));
        }
        return Optional.empty();
    }

    /** Where results go: AWS makes a folder of its own below for each job. */
    S3Location output() {
        S3Location root = storage.location();
        return new S3Location(root.bucket(), root.key().isEmpty() ? "output" : root.key() + "/output");
    }

    /** The same job under its name with a number, cut where AWS would find it too long; the model's name likewise. */
    JobOrder numbered(int number) {
        return new JobOrder(
                cut(name, number) + "-" + number,
                cut(modelName, number).replaceFirst("[-_]+$", "") + "-" + number,
                base,
                facts,
                role,
                training,
                validation,
                storage,
                createStorage,
                kmsKey,
                network,
                tags,
                hyperParameters,
                nextNameIfUsedUp);
    }

    private static String cut(String name, int number) {
        return name.substring(
                0,
                Math.min(
                        name.length(), LONGEST_NAME - 1 - String.valueOf(number).length()));
    }
}

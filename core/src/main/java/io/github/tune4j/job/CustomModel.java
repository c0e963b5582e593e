package io.github.tune4j.job;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.aws.AwsCallException;
import io.github.tune4j.aws.AwsSession;
import io.github.tune4j.aws.internal.Connection;
import io.github.tune4j.model.BaseModel;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.bedrock.model.GetCustomModelResponse;
import software.amazon.awssdk.services.bedrock.model.ResourceNotFoundException;

/** A tuned model: a handle over its ARN. To be asked, it must be served. Thread-safe. */
public final class CustomModel {
    private static final Logger log = LoggerFactory.getLogger(CustomModel.class);

    private final Connection connection;
    private final String arn;
    private final String name;
    private final String baseModelArn;

    private CustomModel(Connection connection, String arn, String name, String baseModelArn) {
        this.connection = connection;
        this.arn = arn;
        this.name = name;
        this.baseModelArn = baseModelArn;
    }

    /**
     * A model that is there.
     *
     * @param aws the session
     * @param arnOrName its ARN or its name
     * @return the model
     * @throws InvalidInputException if nothing is named
     * @throws AwsCallException if there is none, or AWS refuses
     */
    public static CustomModel attach(AwsSession aws, String arnOrName) {
        if (arnOrName.isBlank()) {
            throw InvalidInputException.of("No tuned model is named.", "give its ARN or its name.");
        }
        Connection connection = Connection.of(aws);
        GetCustomModelResponse model = connection.call(
                "GetCustomModel",
                () -> connection.clients().bedrock().getCustomModel(m -> m.modelIdentifier(arnOrName)));
        return new CustomModel(connection, model.modelArn(), model.modelName(), model.baseModelArn());
    }

    /**
     * Every tuned model of the account in the region.
     *
     * @param aws the session
     * @return the models
     * @throws AwsCallException if AWS refuses
     */
    public static List<CustomModel> list(AwsSession aws) {
        Connection connection = Connection.of(aws);
        return connection.call(
                "ListCustomModels",
                () -> connection.clients().bedrock().listCustomModelsPaginator(l -> {}).modelSummaries().stream()
                        .map(m -> new CustomModel(connection, m.modelArn(), m.modelName(), m.baseModelArn()))
                        .toList());
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
     * What it was called.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    /**
     * What it was made from.
     *
     * @return the session's catalogue entry of its base model
     * @throws InvalidInputException if the catalogue does not know it
     */
    public BaseModel baseModel() {
        return connection.models().get(baseModelArn);
    }

    /**
     * Deletes it for ever. A model that is gone already is no error; throughput on it must be given back first.
     *
     * @throws AwsCallException if AWS refuses
     */
    public void delete() {
        connection.call("DeleteCustomModel", () -> {
            try {
                connection.clients().bedrock().deleteCustomModel(d -> d.modelIdentifier(arn));
                log.info("Deleted custom model {}", arn);
            } catch (ResourceNotFoundException e) {
                log.debug("Custom model {} is gone already", arn);
            }
            return arn;
        });
    }

    @Override
    public String toString() {
        return name + " (" + arn + ")";
    }
}

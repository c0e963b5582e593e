package io.github.tune4j.aws.internal;

import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.regions.Region;

/**
 * Where what is called.
 *
 * @param session where, unless something else is said
 * @param services regions by the name of a service
 * @param models regions by a model's plain name
 * @param plainName from any identifier of a model to its plain name
 */
public record Regions(
        Region session, Map<String, Region> services, Map<String, Region> models, UnaryOperator<String> plainName) {
    /** Models and jobs. */
    public static final String BEDROCK = "bedrock";
    /** Calls of models. */
    public static final String BEDROCK_RUNTIME = "bedrock-runtime";
    /** Buckets. */
    public static final String S3 = "s3";
    /** Roles. */
    public static final String IAM = "iam";
    /** Accounts. */
    public static final String STS = "sts";
    /** Keys. */
    public static final String KMS = "kms";
    /** Quotas. */
    public static final String SERVICE_QUOTAS = "servicequotas";
    /** All of them. */
    public static final Set<String> SERVICES = Set.of(BEDROCK, BEDROCK_RUNTIME, S3, IAM, STS, KMS, SERVICE_QUOTAS);

    private static final Pattern ARN = Pattern.compile("arn:[^:]+:bedrock:([a-z0-9-]+):.*");

    /**
     * Copies the maps.
     *
     * @param session where, unless something else is said
     * @param services regions by the name of a service
     * @param models regions by a model's plain name
     * @param plainName from any identifier of a model to its plain name
     */
    public Regions {
        services = Map.copyOf(services);
        models = Map.copyOf(models);
    }

    /** Where a service is called. */
    Region of(String service) {
        return services.getOrDefault(service, session);
    }

    /** Where a service is called that is the same in all regions. */
    Region ofGlobal(String service) {
        return services.getOrDefault(service, Partition.of(session).globalRegion());
    }

    /** Where models are called of which nothing else is said. */
    boolean isUsual(Region region) {
        return region.equals(of(BEDROCK_RUNTIME));
    }

    /** Where a model is called: where it was said, else where its ARN says, else where models are called. */
    Region ofModel(String modelId) {
        Region said = models.get(plainName.apply(modelId));
        if (said != null) {
            return said;
        }
        Matcher arn = ARN.matcher(modelId);
        return arn.matches() ? Region.of(arn.group(1)) : of(BEDROCK_RUNTIME);
    }
}

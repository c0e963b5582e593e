package io.github.tune4j.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tune4j.aws.internal.Sha256;
import io.github.tune4j.json.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.bedrock.model.GetModelCustomizationJobResponse;
import software.amazon.awssdk.services.bedrock.model.Validator;
import software.amazon.awssdk.services.bedrock.model.VpcConfig;

/**
 * What makes a job this job and no other, as texts to compare. Tags are left out; so is what was left to AWS.
 *
 * @param name the job's name
 * @param base what AWS was told to tune; the foundation model below it where AWS tells no more
 * @param fields value by setting
 */
record JobContent(String name, String base, Map<String, String> fields) {
    private static final String PARAMETER = "hyperParameters.";

    /** Where a token of this library begins; the number changes when the same request gets another token. */
    private static final String TOKEN = "tune4j-1-";

    static JobContent of(JobOrder order) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put(
                "baseModel",
                plainModel(
                        order.base().contains(":custom-model/") ? order.facts().id() : order.base()));
        fields.put("customModelName", order.modelName());
        fields.put("serviceRole", roleName(order.role().toString()));
        fields.put("trainingData", order.training().location(order.storage()).uri());
        fields.put(
                "validationData",
                order.validation() == null
                        ? ""
                        : order.validation().location(order.storage()).uri());
        fields.put("storage", order.output().uri());
        JobOrder.Network network = order.network();
        fields.put("vpc", network == null ? "" : network(network.subnetIds(), network.securityGroupIds()));
        if (order.kmsKey() != null) {
            fields.put("kmsKey", order.kmsKey());
        }
        order.hyperParameters().values().forEach((name, value) -> fields.put(PARAMETER + name, plain(value)));
        return new JobContent(order.name(), order.base(), fields);
    }

    static JobContent of(GetModelCustomizationJobResponse job) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("baseModel", plainModel(job.baseModelArn()));
        fields.put("customModelName", job.outputModelName());
        fields.put("serviceRole", roleName(job.roleArn()));
        fields.put("trainingData", String.valueOf(job.trainingDataConfig().s3Uri()));
        fields.put(
                "validationData",
                job.validationDataConfig() == null
                        ? ""
                        : job.validationDataConfig().validators().stream()
                                .map(Validator::s3Uri)
                                .collect(Collectors.joining(",")));
        fields.put("storage", job.outputDataConfig().s3Uri().replaceFirst("/+$", ""));
        VpcConfig vpc = job.vpcConfig();
        fields.put("vpc", vpc == null ? "" : network(vpc.subnetIds(), vpc.securityGroupIds()));
        if (job.outputModelKmsKeyArn() != null) {
            fields.put("kmsKey", job.outputModelKmsKeyArn());
        }
        job.hyperParameters().forEach((name, value) -> fields.put(PARAMETER + name, plain(value)));
        return new JobContent(job.jobName(), job.baseModelArn(), fields);
    }

    /** AWS takes a second request with the same token for the first, so the token stands for everything but the tags. */
    String token(String roleArn) {
        ObjectNode content =
                Json.object().put("name", name).put("roleArn", roleArn).put("base", base);
        new TreeMap<>(fields).forEach(content::put);
        return TOKEN + Sha256.hex(Json.line(content));
    }

    /** What a job has otherwise than this order wants it; none when it was made by this very request. */
    static List<String> differences(JobOrder order, GetModelCustomizationJobResponse existing) {
        JobContent wanted = of(order);
        JobContent there = of(existing);
        List<String> differences = wanted.differencesIn(there);
        String token = existing.clientRequestToken();
        if (token == null || !token.startsWith(TOKEN) || token.equals(wanted.token(existing.roleArn()))) {
            return differences;
        }
        there.fields.forEach((setting, value) -> {
            if (setting.startsWith(PARAMETER) && !wanted.fields.containsKey(setting)) {
                differences.add(setting + " is '" + value + "' there and left to AWS here");
            }
        });
        if (differences.isEmpty()) {
            differences.add(
                    "its request was another one in what AWS does not show: the tuned model that it goes on from,"
                            + " or how its key was named");
        }
        return differences;
    }

    private List<String> differencesIn(JobContent existing) {
        List<String> differences = new ArrayList<>();
        fields.forEach((setting, wanted) -> {
            String there = existing.fields.getOrDefault(setting, "");
            if (!wanted.equals(there) && !sameKey(setting, wanted, there)) {
                differences.add(setting + " is '" + there + "' there and '" + wanted + "' here");
            }
        });
        return differences;
    }

    /** A key may be given by an id or an alias, which says nothing about its ARN. */
    private static boolean sameKey(String setting, String wanted, String there) {
        return setting.equals("kmsKey")
                && !there.isEmpty()
                && (!wanted.contains(":key/") || wanted.contains(":alias/"));
    }

    /** Without ARN and context length: AWS may answer with a fuller identifier than it was given. */
    private static String plainModel(String idOrArn) {
        return idOrArn.replaceFirst("^arn:.*:foundation-model/", "").replaceFirst(":\\d+k$", "");
    }

    private static String roleName(String arnOrName) {
        return arnOrName.substring(arnOrName.lastIndexOf('/') + 1);
    }

    private static String network(List<String> subnets, List<String> groups) {
        return new TreeSet<>(subnets) + " " + new TreeSet<>(groups);
    }

    private static String plain(String value) {
        try {
            return new BigDecimal(value).stripTrailingZeros().toPlainString();
        } catch (NumberFormatException e) {
            return value;
        }
    }
}

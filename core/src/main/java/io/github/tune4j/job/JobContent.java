package io.github.tune4j.job;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.bedrock.model.GetModelCustomizationJobResponse;
import software.amazon.awssdk.services.bedrock.model.Validator;
import software.amazon.awssdk.services.bedrock.model.VpcConfig;

/**
 * What makes a job this job and no other, as texts to compare. Tags are left out; so is what was left to AWS.
 *
 * @param fields value by setting
 */
record JobContent(Map<String, String> fields) {

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
        order.hyperParameters().values().forEach((name, value) -> fields.put("hyperParameters." + name, plain(value)));
        return new JobContent(fields);
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
        job.hyperParameters().forEach((name, value) -> fields.put("hyperParameters." + name, plain(value)));
        return new JobContent(fields);
    }

    /** What a job has otherwise than it is wanted; none when it is the wanted one. */
    List<String> differencesIn(JobContent existing) {
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

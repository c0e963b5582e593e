package io.github.tune4j.testkit.iam;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Managed policies by ARN: those of AWS that have to do with tuning, shortened to the services that the local AWS has,
 * and those that a test declares.
 */
final class ManagedPolicies {
    private static final String OF_AWS = "arn:aws:iam::aws:policy/";
    private static final Map<String, String> KNOWN = Map.of(
            OF_AWS + "AdministratorAccess", allowing("\"*\""),
            OF_AWS + "AmazonS3FullAccess", allowing("\"s3:*\",\"s3-object-lambda:*\""),
            OF_AWS + "AmazonS3ReadOnlyAccess", allowing("\"s3:Get*\",\"s3:List*\",\"s3:Describe*\""),
            OF_AWS + "AmazonBedrockFullAccess", allowing("\"bedrock:*\",\"kms:DescribeKey\",\"iam:ListRoles\""),
            OF_AWS + "AmazonBedrockReadOnly", allowing("\"bedrock:Get*\",\"bedrock:List*\""));

    private final Map<String, String> declared = new ConcurrentHashMap<>();

    /** The document of a policy. */
    Optional<String> document(String arn) {
        return Optional.ofNullable(KNOWN.get(arn)).or(() -> Optional.ofNullable(declared.get(arn)));
    }

    void declare(String arn, String document) {
        declared.put(arn, document);
    }

    void reset() {
        declared.clear();
    }

    /** The name at the end of an ARN. */
    static String name(String arn) {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }

    /** What stands before the name, with its slashes. */
    static String path(String arn) {
        String rest = arn.substring(arn.indexOf(":policy/") + ":policy".length());
        return rest.substring(0, rest.lastIndexOf('/') + 1);
    }

    private static String allowing(String actions) {
        return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[" + actions
                + "],\"Resource\":\"*\"}]}";
    }
}

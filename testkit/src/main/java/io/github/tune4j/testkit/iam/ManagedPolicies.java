package io.github.tune4j.testkit.iam;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Managed policies of AWS by ARN, shortened to the services that the local AWS has. */
final class ManagedPolicies {
    private static final String OF_AWS = "arn:aws:iam::aws:policy/";
    private static final Map<String, String> KNOWN = known();

    private ManagedPolicies() {}

    /** The document of a policy. */
    static Optional<String> document(String arn) {
        return Optional.ofNullable(KNOWN.get(arn));
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

    private static Map<String, String> known() {
        Map<String, String> known = new LinkedHashMap<>();
        add(known, "AdministratorAccess", "Action", "*");
        add(known, "PowerUserAccess", "NotAction", "iam:*", "organizations:*", "account:*");
        add(
                known,
                "ReadOnlyAccess",
                "Action",
                "bedrock:Get*",
                "bedrock:List*",
                "s3:Get*",
                "s3:List*",
                "iam:Get*",
                "iam:List*",
                "kms:Describe*",
                "kms:Get*",
                "kms:List*",
                "servicequotas:Get*",
                "servicequotas:List*");
        add(known, "AmazonBedrockFullAccess", "Action", "bedrock:*", "kms:DescribeKey", "iam:ListRoles");
        add(
                known,
                "AmazonBedrockLimitedAccess",
                "Action",
                "bedrock:Get*",
                "bedrock:List*",
                "bedrock:Invoke*",
                "bedrock:CreateModelCustomizationJob",
                "bedrock:StopModelCustomizationJob");
        add(known, "AmazonBedrockReadOnly", "Action", "bedrock:Get*", "bedrock:List*");
        add(known, "AmazonS3FullAccess", "Action", "s3:*", "s3-object-lambda:*");
        add(known, "AmazonS3ReadOnlyAccess", "Action", "s3:Get*", "s3:List*", "s3:Describe*");
        add(known, "IAMFullAccess", "Action", "iam:*");
        add(known, "IAMReadOnlyAccess", "Action", "iam:Get*", "iam:List*", "iam:Simulate*", "iam:Generate*");
        add(known, "ServiceQuotasFullAccess", "Action", "servicequotas:*");
        add(known, "ServiceQuotasReadOnlyAccess", "Action", "servicequotas:Get*", "servicequotas:List*");
        return Map.copyOf(known);
    }

    private static void add(Map<String, String> known, String name, String member, String... actions) {
        known.put(
                OF_AWS + name,
                "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"" + member + "\":[\""
                        + String.join("\",\"", actions) + "\"],\"Resource\":\"*\"}]}");
    }
}

package io.github.tune4j.testkit.iam;

import io.github.tune4j.testkit.rest.Shape;
import io.github.tune4j.testkit.rest.Shape.Form;
import io.github.tune4j.testkit.rest.Shape.Structure;
import java.util.Map;

/** What the requests of IAM must look like, as AWS's service model has it. */
final class IamTable {
    private static final int LONGEST_DOCUMENT = 131_072;
    private static final int UNBOUNDED = Integer.MAX_VALUE;
    private static final Form NAME = Form.letters("[\\w+=,.@-]+");

    private static final Shape ROLE_NAME = Shape.text(1, 64, NAME);
    private static final Shape POLICY_NAME = Shape.text(1, 128, NAME);
    private static final Shape ARN = Shape.text(20, 2_048);
    private static final Shape DOCUMENT =
            Shape.text(1, LONGEST_DOCUMENT, Form.letters("[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+"));
    private static final Shape PATH = Shape.text(1, 512, Form.of("(\\u002F)|(\\u002F[\\u0021-\\u007E]+\\u002F)"));
    private static final Shape PATH_PREFIX = Shape.text(1, 512, Form.letters("\\u002F[\\u0021-\\u007F]*"));
    private static final Shape POLICY_PATH = Shape.text(1, 512, Form.of("((/[A-Za-z0-9\\.,\\+@=_-]+)*)/"));
    private static final Shape DESCRIPTION =
            Shape.text(0, 1_000, Form.letters("[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u00A1-\\u00FF]*"));
    private static final Shape TAGS = Shape.list(
            0,
            50,
            Shape.structure()
                    .required("key", Shape.text(1, 128, Form.letters("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+")))
                    .required("value", Shape.text(0, 256, Form.letters("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*"))));
    private static final Shape DOCUMENTS = Shape.list(0, UNBOUNDED, DOCUMENT);
    private static final Shape CONTEXT = Shape.list(
            0,
            UNBOUNDED,
            Shape.structure()
                    .optional("contextKeyName", Shape.text(5, 256))
                    .optional("contextKeyValues", Shape.list(0, UNBOUNDED, Shape.text(0, UNBOUNDED)))
                    .optional(
                            "contextKeyType",
                            Shape.oneOf(
                                    "string",
                                    "stringList",
                                    "numeric",
                                    "numericList",
                                    "boolean",
                                    "booleanList",
                                    "ip",
                                    "ipList",
                                    "binary",
                                    "binaryList",
                                    "date",
                                    "dateList")));

    private static final Structure OF_ROLE = Shape.structure().required("roleName", ROLE_NAME);
    private static final Structure OF_POLICY = OF_ROLE.required("policyName", POLICY_NAME);
    private static final Structure OF_ATTACHED = OF_ROLE.required("policyArn", ARN);
    private static final Structure PAGE = Shape.structure()
            .optional("marker", Shape.text(1, 320, Form.letters("[\\u0020-\\u00FF]+")))
            .optional("maxItems", Shape.whole(1, 1_000));

    static final Map<String, Structure> REQUESTS = Map.ofEntries(
            Map.entry(
                    "CreateRole",
                    Shape.structure()
                            .optional("path", PATH)
                            .and(OF_ROLE)
                            .required("assumeRolePolicyDocument", DOCUMENT)
                            .optional("description", DESCRIPTION)
                            .optional("maxSessionDuration", Shape.whole(3_600, 43_200))
                            .optional("permissionsBoundary", ARN)
                            .optional("tags", TAGS)),
            Map.entry("GetRole", OF_ROLE),
            Map.entry("ListRoles", PAGE.optional("pathPrefix", PATH_PREFIX)),
            Map.entry("UpdateAssumeRolePolicy", OF_ROLE.required("policyDocument", DOCUMENT)),
            Map.entry("TagRole", OF_ROLE.required("tags", TAGS)),
            Map.entry("DeleteRole", OF_ROLE),
            Map.entry("PutRolePolicy", OF_POLICY.required("policyDocument", DOCUMENT)),
            Map.entry("GetRolePolicy", OF_POLICY),
            Map.entry("ListRolePolicies", OF_ROLE.and(PAGE)),
            Map.entry("DeleteRolePolicy", OF_POLICY),
            Map.entry("AttachRolePolicy", OF_ATTACHED),
            Map.entry("DetachRolePolicy", OF_ATTACHED),
            Map.entry("ListAttachedRolePolicies", OF_ROLE.and(PAGE).optional("pathPrefix", POLICY_PATH)),
            Map.entry("GetPolicy", Shape.structure().required("policyArn", ARN)),
            Map.entry(
                    "GetPolicyVersion",
                    Shape.structure()
                            .required("policyArn", ARN)
                            .required(
                                    "versionId", Shape.text(0, UNBOUNDED, Form.of("v[1-9][0-9]*(\\.[A-Za-z0-9-]*)?")))),
            Map.entry(
                    "SimulatePrincipalPolicy",
                    PAGE.required("policySourceArn", ARN)
                            .required("actionNames", Shape.list(0, UNBOUNDED, Shape.text(3, 128)))
                            .optional("resourceArns", Shape.list(0, UNBOUNDED, Shape.text(1, 2_048)))
                            .optional("policyInputList", DOCUMENTS)
                            .optional("permissionsBoundaryPolicyInputList", DOCUMENTS)
                            .optional("resourcePolicy", DOCUMENT)
                            .optional("resourceOwner", Shape.text(1, 2_048))
                            .optional("callerArn", Shape.text(1, 2_048))
                            .optional("contextEntries", CONTEXT)
                            .optional("resourceHandlingOption", Shape.text(1, 64))));

    private IamTable() {}
}

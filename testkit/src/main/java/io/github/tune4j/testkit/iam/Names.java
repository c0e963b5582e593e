package io.github.tune4j.testkit.iam;

/** What names in requests look like. */
final class Names {
    static final int LONGEST_ROLE = 64;
    static final int LONGEST_POLICY = 128;
    static final int LONGEST_PATH = 512;
    static final int LONGEST_DOCUMENT = 131_072;
    static final int LONGEST_ARN = 2_048;
    static final String NAME = "[\\w+=,.@-]+";
    static final String PATH = "(\\u002F)|(\\u002F[\\u0021-\\u007E]+\\u002F)";
    static final String PATH_PREFIX = "\\u002F[\\u0021-\\u007F]*";
    static final String ANY = "[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+";
    static final String DESCRIPTION = "[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u00A1-\\u00FF]*";
    static final String EVERYTHING = ".*";

    private Names() {}

    static String role(QueryRequest request) {
        return request.required("RoleName", LONGEST_ROLE, NAME);
    }

    static String policy(QueryRequest request) {
        return request.required("PolicyName", LONGEST_POLICY, NAME);
    }

    static String arn(QueryRequest request, String parameter) {
        return request.required(parameter, LONGEST_ARN, EVERYTHING);
    }
}

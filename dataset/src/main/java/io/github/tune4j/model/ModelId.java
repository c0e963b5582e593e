package io.github.tune4j.model;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The forms in which one model is named, reduced to one. */
final class ModelId {
    private static final Pattern ARN = Pattern.compile(
            "arn:aws[^:]*:bedrock:[a-z0-9-]*:[0-9]*:(?:foundation-model|inference-profile|custom-model)/(.+)");
    private static final Pattern JOB_ID = Pattern.compile("/[a-z0-9]+$");
    private static final Pattern PROFILE =
            Pattern.compile("^(?:us|us-gov|eu|apac|ap|jp|au|ca|sa|global)\\.(?=[a-z0-9-]+\\.)");
    private static final Pattern CONTEXT = Pattern.compile(":(?:\\d+k|mm)$");

    private ModelId() {}

    /** The id that an ARN holds; an id as it is. */
    static String withoutArn(String nameOrId) {
        Matcher arn = ARN.matcher(nameOrId);
        return arn.matches() ? JOB_ID.matcher(arn.group(1)).replaceFirst("") : nameOrId;
    }

    /** The id without ARN, inference profile and context length, such as {@code amazon.nova-lite-v1:0}. */
    static String plain(String nameOrId) {
        String id = PROFILE.matcher(withoutArn(nameOrId)).replaceFirst("");
        return CONTEXT.matcher(id).replaceFirst("");
    }
}

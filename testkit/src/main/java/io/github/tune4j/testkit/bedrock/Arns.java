package io.github.tune4j.testkit.bedrock;

import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** Makes and reads Bedrock's ARNs. */
final class Arns {
    private static final String ID_CHARACTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final int ID_LENGTH = 12;

    private Arns() {}

    /** An ARN of the account; {@code path} is what follows the type, for example a model's id. */
    static String of(String region, String account, Kind kind, String path) {
        return "arn:aws:bedrock:" + region + ":" + account + ":" + kind.arnType() + "/" + path;
    }

    /** The ARN of a foundation model, which belongs to no account. */
    static String foundationModel(String region, String modelId) {
        return "arn:aws:bedrock:" + region + "::foundation-model/" + modelId;
    }

    /** The model id in the ARN of a foundation model; the identifier itself when it is no ARN. */
    static Optional<String> modelId(String region, String identifier) {
        String prefix = foundationModel(region, "");
        return identifier.startsWith("arn:")
                ? Optional.of(identifier)
                        .filter(arn -> arn.startsWith(prefix))
                        .map(arn -> arn.substring(prefix.length()))
                : Optional.of(identifier);
    }

    /** The last segment. */
    static String id(String arn) {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }

    /** An id as AWS gives them. */
    static String newId() {
        StringBuilder id = new StringBuilder(ID_LENGTH);
        ThreadLocalRandom random = ThreadLocalRandom.current();
        for (int i = 0; i < ID_LENGTH; i++) {
            id.append(ID_CHARACTERS.charAt(random.nextInt(ID_CHARACTERS.length())));
        }
        return id.toString();
    }
}

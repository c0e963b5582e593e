package io.github.tune4j.testkit.wire;

import io.github.tune4j.testkit.wire.Call.Scope;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A signature of version 4 as a request carries it, in its header or, presigned, in its query.
 *
 * @param scope who signed for which service in which region
 * @param day the day of the key, {@code yyyyMMdd}
 * @param time when it was signed, {@code yyyyMMdd'T'HHmmss'Z'}
 * @param signedHeaders the lower-case names of the headers under the signature
 * @param value the signature in hexadecimal
 * @param expires how many seconds a presigned request is good for; empty for a signed header
 */
record SignatureV4(
        Scope scope, String day, String time, List<String> signedHeaders, String value, Optional<String> expires)
        implements Signature {

    static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'");
    private static final long LONGEST_PRESIGNED = 604_800;
    private static final Pattern PARTS = Pattern.compile("(Credential|SignedHeaders|Signature)=([^,\\s]*)");

    /** Reads what is there; a request without a signature, or with one of another kind, has none. */
    static Optional<SignatureV4> of(Map<String, List<String>> query, Map<String, List<String>> headers) {
        String authorization = Signature.first(headers, "authorization");
        if (authorization.startsWith(ALGORITHM)) {
            String credential = "";
            String signed = "";
            String value = "";
            Matcher parts = PARTS.matcher(authorization);
            while (parts.find()) {
                switch (parts.group(1)) {
                    case "Credential" -> credential = parts.group(2);
                    case "SignedHeaders" -> signed = parts.group(2);
                    default -> value = parts.group(2);
                }
            }
            return of(credential, Signature.first(headers, "x-amz-date"), signed, value, Optional.empty());
        }
        if (Signature.first(query, "X-Amz-Algorithm").equals(ALGORITHM)) {
            return of(
                    Signature.first(query, "X-Amz-Credential"),
                    Signature.first(query, "X-Amz-Date"),
                    Signature.first(query, "X-Amz-SignedHeaders"),
                    Signature.first(query, "X-Amz-Signature"),
                    Optional.of(Signature.first(query, "X-Amz-Expires")));
        }
        return Optional.empty();
    }

    boolean presigned() {
        return expires.isPresent();
    }

    @Override
    public Optional<Instant> ends() throws ServiceError {
        if (expires.isEmpty()) {
            return Optional.empty();
        }
        if (!expires.get().matches("\\d{1,6}")) {
            throw RequestProblem.WRONG_SIGNATURE.error(scope);
        }
        long seconds = Long.parseLong(expires.get());
        if (seconds > LONGEST_PRESIGNED) {
            throw new ServiceError(
                    400,
                    "AuthorizationQueryParametersError",
                    "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less"
                            + " than " + LONGEST_PRESIGNED + " seconds");
        }
        return Optional.of(instant().plusSeconds(seconds));
    }

    /** When it was signed. */
    Instant instant() throws ServiceError {
        try {
            return LocalDateTime.parse(time, TIME).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw RequestProblem.WRONG_SIGNATURE.error(scope);
        }
    }

    /** What the key is derived from and the signature names: day, region, service. */
    String credentialScope() {
        return day + "/" + scope.region() + "/" + scope.service() + "/aws4_request";
    }

    private static Optional<SignatureV4> of(
            String credential, String time, String signed, String value, Optional<String> expires) {
        // The access key itself may hold slashes, so the scope is counted from the end.
        String[] parts = credential.split("/");
        int n = parts.length;
        if (n < 5 || !parts[n - 1].equals("aws4_request")) {
            return Optional.empty();
        }
        String accessKey = String.join("/", List.of(parts).subList(0, n - 4));
        Scope scope = new Scope(parts[n - 2], parts[n - 3], accessKey);
        return Optional.of(new SignatureV4(scope, parts[n - 4], time, List.of(signed.split(";")), value, expires));
    }
}

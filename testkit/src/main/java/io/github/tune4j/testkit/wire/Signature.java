package io.github.tune4j.testkit.wire;

import io.github.tune4j.testkit.wire.Call.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who made a request, as the request itself says. */
sealed interface Signature permits SignatureV4, SignatureV2 {

    /** What the signature is for. */
    Scope scope();

    /** Until when a presigned request is good. */
    Optional<Instant> ends() throws ServiceError;

    /** Reads what is there; a request without a signature, or with one of another kind, has none. */
    static Optional<? extends Signature> of(Map<String, List<String>> query, Map<String, List<String>> headers) {
        Optional<SignatureV4> usual = SignatureV4.of(query, headers);
        return usual.isPresent() ? usual : SignatureV2.of(query);
    }

    /** The first value of a name, or the empty text. */
    static String first(Map<String, List<String>> values, String name) {
        return values.getOrDefault(name, List.of("")).get(0);
    }
}

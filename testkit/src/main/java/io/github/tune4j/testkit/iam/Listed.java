package io.github.tune4j.testkit.iam;

import io.github.tune4j.testkit.wire.ServiceError;
import io.github.tune4j.testkit.wire.XmlWriter;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A page of a list.
 *
 * @param marker where the next page begins; empty when this is the last
 */
record Listed<T>(List<T> entries, Optional<String> marker) {
    private static final int USUAL = 100;

    /** Takes the page that a request asks for out of entries in the order of their names. */
    static <T> Listed<T> of(QueryRequest request, List<T> all, Function<T, String> name) throws ServiceError {
        int most = request.number("MaxItems", USUAL);
        Optional<String> marker = request.get("Marker");
        int from = 0;
        if (marker.isPresent()) {
            while (from < all.size() && !name.apply(all.get(from)).equals(marker.get())) {
                from++;
            }
            if (from == all.size()) {
                throw IamErrors.validation("Invalid Marker.");
            }
        }
        int to = Math.min(all.size(), from + most);
        return new Listed<>(
                all.subList(from, to), to < all.size() ? Optional.of(name.apply(all.get(to))) : Optional.empty());
    }

    void write(XmlWriter xml) {
        xml.text("IsTruncated", marker.isPresent()).text("Marker", marker);
    }
}

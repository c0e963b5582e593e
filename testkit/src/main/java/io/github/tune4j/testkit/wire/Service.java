package io.github.tune4j.testkit.wire;

import java.io.IOException;

/** One AWS service: tells its operations apart, answers them, and words its errors. */
public interface Service {

    /** Whether a call is meant for this service, by its signing name and path. */
    boolean serves(Call call);

    /**
     * Which operation a call is, with its parameters read but nothing done yet.
     *
     * @throws ServiceError if there is no such operation, or the request makes no sense
     * @throws IOException if the body cannot be read
     */
    Operation operation(Call call) throws ServiceError, IOException;

    /** Whether a call must be signed where signatures are checked. */
    default boolean signed() {
        return true;
    }

    /** An error in this service's own form. */
    Reply error(Call call, ServiceError error, String requestId);
}

package io.github.tune4j.testkit.wire;

import java.io.IOException;

/** Stands between telling an operation apart and carrying it out: the place for faults and for the recorder. */
public interface Interceptor {

    /** Lets everything through. */
    Interceptor NONE = new Interceptor() {
        @Override
        public Reply run(Call call, Operation operation) throws ServiceError, IOException {
            return operation.action().run();
        }

        @Override
        public void answered(Call call, Operation operation, int status) {
            // Nobody wants to know.
        }
    };

    /**
     * Carries an operation out, or does not. May take its time.
     *
     * @throws ServiceError to be answered instead
     * @throws ConnectionDropped to close the connection without an answer; thrown after the action ran, the effect stays
     */
    Reply run(Call call, Operation operation) throws ServiceError, IOException;

    /**
     * Says how an operation ended: called once for each, before the first byte of the answer leaves, so that a client
     * which has its answer finds the call recorded.
     *
     * @param status the HTTP status, or 0 when the connection was dropped
     */
    void answered(Call call, Operation operation, int status);
}

package io.github.tune4j.testkit.wire;

import java.util.Map;

/** An error that a service answers with. Carries no stack trace: it is an answer, not a failure of ours. */
public final class ServiceError extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final transient Map<String, Object> details;

    /** An error without further members. */
    public ServiceError(int status, String code, String message) {
        this(status, code, message, Map.of());
    }

    /** An error with further members, for example {@code resourceName}. */
    public ServiceError(int status, String code, String message, Map<String, Object> details) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        this.details = details;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The error code as AWS spells it. */
    public String code() {
        return code;
    }

    /** Further members of the error's body. */
    public Map<String, Object> details() {
        return details;
    }
}

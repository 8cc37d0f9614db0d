package io.mpsbridge.simulator;

import org.jspecify.annotations.Nullable;

/** Ends a request with an error answer; has no stack trace, since refusals are normal. */
final class ApiException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient ApiError error;

    ApiException(ApiError error) {
        this(error, null);
    }

    ApiException(ApiError error, @Nullable Throwable cause) {
        super(error.message(), cause, false, false);
        this.error = error;
    }

    ApiError error() {
        return error;
    }
}

package io.mpsbridge.replay;

import java.util.stream.Stream;

/** An invalid request; the message begins with the field to change. */
public final class InvalidRequestException extends ReplayException {

    private static final long serialVersionUID = 1L;

    /** @param problem follows the field's name */
    InvalidRequestException(RequestField field, String problem, Object... arguments) {
        super(
                "%s " + problem,
                Stream.concat(Stream.of(field), Stream.of(arguments)).toArray());
    }
}

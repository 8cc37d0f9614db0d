package io.mpsbridge.replay;

import java.util.stream.Stream;

/** A request that makes no sense, or not on these topics: which field is at fault, and what is wrong with it. */
public final class InvalidRequestException extends ReplayException {

    private static final long serialVersionUID = 1L;

    private final RequestField field;

    /** @param problem goes on where the field's name ends */
    InvalidRequestException(RequestField field, String problem, Object... arguments) {
        super(
                "%s " + problem,
                Stream.concat(Stream.of(field), Stream.of(arguments)).toArray());
        this.field = field;
    }

    /** What to change. */
    public RequestField field() {
        return field;
    }
}

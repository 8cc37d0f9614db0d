package io.mpsbridge.replay;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An invalid request; the message of each mistake begins with the field to change. */
public final class InvalidRequestException extends ReplayException {

    private static final long serialVersionUID = 1L;

    private final transient List<InvalidRequestException> parts; // nobody serializes it

    /** @param problem follows the field's name */
    InvalidRequestException(RequestField field, String problem, Object... arguments) {
        super(
                "%s " + problem,
                Stream.concat(Stream.of(field), Stream.of(arguments)).toArray());
        this.parts = List.of();
    }

    /** All of these mistakes. */
    InvalidRequestException(List<InvalidRequestException> parts) {
        super(
                parts.stream().map(ReplayException::format).collect(Collectors.joining("; ")),
                parts.stream().flatMap(each -> Stream.of(each.arguments())).toArray());
        this.parts = List.copyOf(parts);
    }

    /** A message for each mistake, with the caller's names for request fields. */
    public List<String> messages(Function<RequestField, String> names) {
        return parts.isEmpty()
                ? List.of(message(names))
                : parts.stream().map(each -> each.message(names)).toList();
    }
}

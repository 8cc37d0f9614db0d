package io.mpsbridge.event;

import io.mpsbridge.input.ForeignText;
import io.mpsbridge.task.ClaimedTime;
import io.mpsbridge.task.TaskCreated;
import io.mpsbridge.task.TaskOutcome;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The result of decoding a created record. */
public sealed interface Decoded {

    /**
     * A task to watch.
     *
     * @param ignored sources of implausible times, which were not used
     */
    record Task(TaskCreated task, Set<ClaimedTime.Source> ignored) implements Decoded {
        public Task {
            ignored = Set.copyOf(ignored);
        }
    }

    /** Cannot be answered: goes to the dead-letter topic. */
    record Unreadable(Rejection rejection) implements Decoded {}

    /** A record without a value: skipped and counted. */
    record Tombstone() implements Decoded {}

    /**
     * Why a record is a dead letter.
     *
     * @param code stable, for machines: the header {@code mps-bridge-error-code}
     * @param message for people: what is wrong, where, and what to fix
     */
    record Rejection(String code, String message) {
        private static final int MAX_MESSAGE_CHARS = 600;

        /** With a message that is bounded and on one line. */
        static Rejection of(RejectionCode code, String message) {
            return new Rejection(code.code(), ForeignText.shorten(message, MAX_MESSAGE_CHARS));
        }

        /** An unexpected exception, whose stack trace is in the log. */
        public static Rejection internalError(Throwable error) {
            String message = error.getMessage();
            return of(
                    RejectionCode.INTERNAL_ERROR,
                    "the bridge failed at this event: " + name(error.getClass())
                            + (message == null ? "" : ": " + ForeignText.shorten(message, MAX_MESSAGE_CHARS / 2))
                            + "; its log has the stack trace, redrive this letter after an update");
        }

        /** MPS no longer knows the task, which may have been answered before. */
        public static Rejection maybeAnswered(TaskOutcome outcome) {
            return of(
                    RejectionCode.MAYBE_ANSWERED,
                    "MPS does not know the task " + outcome.task().taskId()
                            + " any more, and the group has lost the offsets"
                            + " that would tell whether it was answered: look for its answer on the output topics, and"
                            + " redrive this letter if there is none");
        }

        /** Every code that there is. */
        public static List<String> codes() {
            return Stream.of(RejectionCode.values()).map(RejectionCode::code).toList();
        }

        /** Anonymous classes have no simple name. */
        private static String name(Class<?> type) {
            return type.getSimpleName().isEmpty() ? type.getName() : type.getSimpleName();
        }
    }
}

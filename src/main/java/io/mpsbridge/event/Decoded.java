package io.mpsbridge.event;

import io.mpsbridge.task.TaskCreated;
import java.util.List;
import java.util.stream.Stream;

/** What a created record turned out to be. */
public sealed interface Decoded {

    /** A task to watch. */
    record Task(TaskCreated task) implements Decoded {}

    /** Nothing that can be answered: goes to the dead-letter topic. */
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

        /** Every code that there is. */
        public static List<String> codes() {
            return Stream.of(RejectionCode.values()).map(RejectionCode::code).toList();
        }
    }
}

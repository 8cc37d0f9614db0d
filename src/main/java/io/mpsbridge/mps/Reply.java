package io.mpsbridge.mps;

import io.mpsbridge.task.Verdict;
import org.jspecify.annotations.Nullable;

/** What came of one HTTP request. */
sealed interface Reply {

    /**
     * A whole answer, of whatever meaning.
     *
     * @param date the header {@code Date}
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Whole(int status, @Nullable String date, byte[] body) implements Reply {}

    /** No whole answer. */
    record Broken(Verdict.Unavailable verdict) implements Reply {}
}

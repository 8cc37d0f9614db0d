package io.mpsbridge.mps;

import io.mpsbridge.task.Verdict;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What came of one HTTP request. */
sealed interface Reply {

    /** What the one function makes of a whole answer, or the other of none. */
    <R> R fold(Function<Whole, R> whole, Function<Broken, R> broken);

    /**
     * A whole answer, of whatever meaning.
     *
     * @param date the header {@code Date}
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Whole(int status, @Nullable String date, byte[] body) implements Reply {
        @Override
        public <R> R fold(Function<Whole, R> whole, Function<Broken, R> broken) {
            return whole.apply(this);
        }
    }

    /** No whole answer. */
    record Broken(Verdict.Unavailable verdict) implements Reply {
        @Override
        public <R> R fold(Function<Whole, R> whole, Function<Broken, R> broken) {
            return broken.apply(this);
        }
    }
}

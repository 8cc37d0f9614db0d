package io.mpsbridge.mps;

import io.mpsbridge.task.Verdict;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The result of one HTTP request. */
sealed interface Reply {

    /** Applies the first function to a whole answer, or the second to a broken one. */
    <R> R fold(Function<Whole, R> whole, Function<Broken, R> broken);

    /**
     * A whole answer, whatever it means.
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

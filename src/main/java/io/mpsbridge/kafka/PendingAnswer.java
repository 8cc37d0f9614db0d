package io.mpsbridge.kafka;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.common.errors.UnstableOffsetCommitException;
import org.jspecify.annotations.Nullable;

/**
 * A broker answer polled each turn without blocking, and requested again after a backoff if it failed. Owned by one
 * thread; only the future is completed by another.
 */
final class PendingAnswer<T> {

    private static final long FIRST_BACKOFF_NANOS = Duration.ofMillis(50).toNanos();
    private static final long LONGEST_BACKOFF_NANOS = Duration.ofMillis(500).toNanos();

    private @Nullable Future<T> open;
    private @Nullable T answer;
    private @Nullable Throwable failure;
    private long askAgainAtNanos;
    private long backoffNanos;

    /** Whether to ask now. */
    boolean isDue(long nowNanos) {
        return open == null && answer == null && (failure == null || nowNanos - askAgainAtNanos >= 0);
    }

    void asked(Future<T> future) {
        open = future;
    }

    /** Takes the answer, or its failure, if it has come. */
    void look(long nowNanos) {
        if (open == null || !open.isDone()) {
            return;
        }
        Future<T> done = open;
        open = null;
        try {
            answer = done.get();
            failure = null;
        } catch (ExecutionException e) {
            failed(e.getCause() == null ? e : e.getCause(), nowNanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void failed(Throwable cause, long nowNanos) {
        failure = cause;
        // A predecessor's transaction ends within moments, and a restart waits for it.
        backoffNanos = cause instanceof UnstableOffsetCommitException
                ? FIRST_BACKOFF_NANOS
                : Math.min(LONGEST_BACKOFF_NANOS, Math.max(FIRST_BACKOFF_NANOS, 2 * backoffNanos));
        askAgainAtNanos = nowNanos + backoffNanos;
    }

    boolean isThere() {
        return answer != null;
    }

    /** Call only once it {@link #isThere}. */
    T get() {
        if (answer == null) {
            throw new IllegalStateException("not answered yet");
        }
        return answer;
    }

    /** Why it is not there yet, if the broker has told. */
    @Nullable Throwable failure() {
        return failure;
    }
}

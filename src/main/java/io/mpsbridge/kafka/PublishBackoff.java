package io.mpsbridge.kafka;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * When publishing is tried again after a failure, and since when it has not worked. Only a commit makes the pause short
 * again: a producer that opens and then fails each time must not be replaced in a tight loop. Owned by the loop's thread.
 */
final class PublishBackoff {

    private static final long SHORTEST_NANOS = Duration.ofMillis(50).toNanos();
    private static final long LONGEST_NANOS = Duration.ofSeconds(1).toNanos();

    private final LongSupplier nanos;
    private long pauseNanos = SHORTEST_NANOS;
    private long retryAtNanos;
    private @Nullable String reason;
    private long sinceNanos;

    PublishBackoff(LongSupplier nanos) {
        this.nanos = nanos;
        this.retryAtNanos = nanos.getAsLong();
    }

    boolean isDue() {
        return leftNanos() <= 0;
    }

    /** Until the next try; not positive if it is due. */
    long leftNanos() {
        return retryAtNanos - nanos.getAsLong();
    }

    /** A step towards a commit worked: the next is due. */
    void stepped() {
        retryAtNanos = nanos.getAsLong();
    }

    /** There was a commit, or there is nothing to commit. */
    void worked() {
        stepped();
        pauseNanos = SHORTEST_NANOS;
        reason = null;
    }

    /** The step is tried again after a pause that grows up to a second. */
    void failed(String why) {
        long nowNanos = nanos.getAsLong();
        if (reason == null) {
            sinceNanos = nowNanos;
        }
        reason = why;
        retryAtNanos = nowNanos + pauseNanos;
        pauseNanos = Math.min(LONGEST_NANOS, 2 * pauseNanos);
    }

    /** What went wrong last, or null if nothing did since the last commit. */
    @Nullable String reason() {
        return reason;
    }

    /** When it first went wrong; has a meaning only while there is a {@link #reason}. */
    long sinceNanos() {
        return sinceNanos;
    }
}

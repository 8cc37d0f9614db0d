package io.mpsbridge.kafka;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * When to retry publishing, and since when it has failed. Only a commit resets the pause: a producer that opens and
 * then fails each time must not be replaced in a tight loop. Owned by the loop's thread.
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

    /** Time until the next try; not positive if it is due. */
    long leftNanos() {
        return retryAtNanos - nanos.getAsLong();
    }

    /** A step towards a commit succeeded: the next is due. */
    void stepped() {
        retryAtNanos = nanos.getAsLong();
    }

    /** A commit succeeded, or there is nothing to commit. */
    void worked() {
        stepped();
        pauseNanos = SHORTEST_NANOS;
        reason = null;
    }

    /** Retries the step after a pause that grows up to a second. */
    void failed(String why) {
        long nowNanos = nanos.getAsLong();
        if (reason == null) {
            sinceNanos = nowNanos;
        }
        reason = why;
        retryAtNanos = nowNanos + pauseNanos;
        pauseNanos = Math.min(LONGEST_NANOS, 2 * pauseNanos);
    }

    /** The last failure since the last commit, or null. */
    @Nullable String reason() {
        return reason;
    }

    /** When it first failed; only valid while there is a {@link #reason}. */
    long sinceNanos() {
        return sinceNanos;
    }
}

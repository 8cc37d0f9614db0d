package io.mpsbridge.kafka;

import java.time.Duration;
import java.util.OptionalLong;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.jspecify.annotations.Nullable;

/**
 * Decides which of two processes with one transactional id has to stop. Taking the id back at once would fence the
 * younger, which is in the right. Under the classic protocol the older learns of it from the group while it waits; if
 * the group does not tell, it is the first to be fenced a second time. A suspected takeover makes it wait too, since a
 * process that ignored it would get ahead of the other; but suspicions alone stop nobody. Used by the transaction
 * thread alone.
 */
final class Takeovers {

    /** The longest a fenced consumer takes to notice: by then the older of two with one id has stopped. */
    private static final long WAIT_NANOS = Duration.ofSeconds(3).toNanos();

    private static final long FENCED_AGAIN_NANOS = Duration.ofMinutes(1).toNanos();

    /** @param certain whether the broker's error proves a takeover */
    private record Takeover(long seenNanos, boolean certain) {}

    private @Nullable Takeover last;

    /**
     * How long not to take the id back; empty if this failure is no takeover.
     *
     * @throws FencedInstanceIdException if this process, the older one, has to stop
     */
    OptionalLong seen(Recovery recovery, Exception failure, long nowNanos) {
        if (recovery != Recovery.FENCED && recovery != Recovery.PERHAPS_FENCED) {
            return OptionalLong.empty();
        }
        Takeover before = last;
        Takeover now = new Takeover(nowNanos, recovery == Recovery.FENCED);
        if (before != null
                && nowNanos - before.seenNanos() < FENCED_AGAIN_NANOS
                && (before.certain() || now.certain())) {
            throw new FencedInstanceIdException("the transactional id was taken over again", failure);
        }
        last = now;
        return OptionalLong.of(nowNanos + WAIT_NANOS);
    }
}

package io.mpsbridge.kafka;

import java.time.Duration;
import java.util.OptionalLong;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.jspecify.annotations.Nullable;

/**
 * Who goes where two processes use one transactional id. Taking it back at once would fence the younger one, which is in
 * the right. Under the classic protocol the older one hears from the group while it waits; where the group does not tell,
 * it is the first to be fenced for the second time. A takeover that is only suspected makes it wait too, since who counts
 * it as nothing is ahead of the other; but suspicions alone end nobody. Used by the transaction thread alone.
 */
final class Takeovers {

    /** As long as a fenced consumer takes at most to learn of it: by then the older of two with one id is gone. */
    private static final long WAIT_NANOS = Duration.ofSeconds(3).toNanos();

    private static final long FENCED_AGAIN_NANOS = Duration.ofMinutes(1).toNanos();

    /** @param certain whether the broker's words tell it for certain */
    private record Takeover(long seenNanos, boolean certain) {}

    private @Nullable Takeover last;

    /**
     * Until when the id is not taken back; empty where this failure is no takeover.
     *
     * @throws FencedInstanceIdException if this process, the older one, has to go
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

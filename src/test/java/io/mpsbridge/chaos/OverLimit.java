package io.mpsbridge.chaos;

import io.mpsbridge.simulator.CallsPerSecond;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Seconds with more requests than the quota.
 *
 * @param thawed of them, those in which a frozen replica had just gone on: nobody can call back what it had written
 */
record OverLimit(int seconds, int thawed) {
    /** What it had written arrives, and then it looks at the clock. */
    private static final Duration AFTER_THAW = Duration.ofSeconds(5);

    static OverLimit of(CallsPerSecond calls, int limit, List<Instant> thaws) {
        int seconds = 0;
        int thawed = 0;
        for (int i = 0; i < calls.peak().size(); i++) {
            if (calls.peak().get(i) > limit) {
                var at = calls.fromTime().plusSeconds(i);
                seconds++;
                thawed += thaws.stream().anyMatch(thaw -> isSoonAfter(thaw, at)) ? 1 : 0;
            }
        }
        return new OverLimit(seconds, thawed);
    }

    private static boolean isSoonAfter(Instant thaw, Instant second) {
        return second.isAfter(thaw.minusSeconds(1)) && second.isBefore(thaw.plus(AFTER_THAW));
    }
}

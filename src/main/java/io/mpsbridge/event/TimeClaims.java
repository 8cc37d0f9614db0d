package io.mpsbridge.event;

import io.mpsbridge.task.ClaimedTime;
import io.mpsbridge.task.ClaimedTime.Source;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks the times of one event against the time of reading, and remembers which were ignored. */
final class TimeClaims {
    private final Instant now;
    private final Set<Source> ignored = EnumSet.noneOf(Source.class);

    TimeClaims(Instant now) {
        this.now = now;
    }

    /** The time; null if absent or implausible. */
    @Nullable Instant judge(@Nullable ClaimedTime claim) {
        if (claim == null) {
            return null;
        }
        Instant plausible = claim.plausible(now);
        if (plausible == null) {
            ignored.add(claim.source());
        }
        return plausible;
    }

    /** The earliest of these and now: no task was created in the future. */
    Instant earliest(@Nullable Instant... times) {
        Instant earliest = now;
        for (Instant time : times) {
            if (time != null && time.isBefore(earliest)) {
                earliest = time;
            }
        }
        return earliest;
    }

    /** The sources whose times were ignored. */
    Set<Source> ignored() {
        return ignored;
    }
}

package io.mpsbridge.task;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An external time, accepted only if plausible: wrong clocks, unset fields and mixed-up units must not cost a task its
 * answer.
 *
 * @param time null if it cannot be read as a time
 */
public record ClaimedTime(Source source, @Nullable Instant time) {

    /** Before the vendor's API existed: an earlier time was unset or in another unit. */
    public static final Instant EARLIEST = Instant.parse("2020-01-01T00:00:00Z");

    /** The source of the time. */
    public enum Source {
        /** The field {@code submittedAt}. */
        SUBMITTED_AT(Duration.ofDays(1)),
        /**
         * The field {@code deadline}, which unlike the others may lie ahead. MPS forgets a task after seven days, so a
         * month is beyond any real deadline.
         */
        DEADLINE(Duration.ofDays(30)),
        /** The event's attribute {@code time}. */
        EVENT_TIME(Duration.ofDays(1)),
        /** The record's timestamp. */
        RECORD_TIMESTAMP(Duration.ofDays(1)),
        /** The header of a replayed event with its original timestamp. */
        RECORDED_AT(Duration.ofDays(1));

        private final Duration ahead;

        Source(Duration ahead) {
            this.ahead = ahead;
        }

        private boolean canBe(Instant time, Instant now) {
            return !time.isBefore(EARLIEST) && !time.isAfter(Times.plus(now, ahead));
        }
    }

    /** The time if plausible now, else null. */
    public @Nullable Instant plausible(Instant now) {
        return time != null && source.canBe(time, now) ? time : null;
    }
}

package io.mpsbridge.pipeline;

import io.mpsbridge.poll.Phase;
import io.mpsbridge.poll.QueuePosition;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a task stands in the service's queue, as far as answers and order tell.
 *
 * @param phase whether it waits or runs
 * @param before how many tasks start before it; null unless it waits and order tells
 * @param endsAt by when half of such tasks have ended; past for a task that has probably ended. Null where nothing
 *     tells, and for a task that has run longer than nearly all do
 */
public record TaskPosition(
        Phase phase, @Nullable Integer before, @Nullable Instant endsAt) {

    static TaskPosition of(QueuePosition position, ServiceClock clock) {
        Long endNanos = position.endNanos();
        return new TaskPosition(position.phase(), position.before(), endNanos == null ? null : clock.at(endNanos));
    }
}

package io.mpsbridge.poll;

import org.jspecify.annotations.Nullable;

/**
 * Where a task stands in the service's queue, as far as answers and order tell.
 *
 * @param phase whether it waits or runs
 * @param before how many tasks start before it; null unless it waits and order tells
 * @param endNanos by when half of such tasks have ended, in nanoseconds of the plan's clock; null where nothing tells,
 *     and for a task that has outlived nearly all
 */
public record QueuePosition(
        Phase phase, @Nullable Integer before, @Nullable Long endNanos) {

    static final QueuePosition UNKNOWN = new QueuePosition(Phase.UNKNOWN, null, null);
}

package io.mpsbridge.simulator;

import org.jspecify.annotations.Nullable;

/**
 * What becomes of a task.
 *
 * @param dubbing whether a task of a kind that dubs gives a video its sound
 * @param ownFault the task's own fault, or null
 */
record Fate(
        long durationNanos,
        Ending ending,
        boolean dubbing,
        @Nullable TaskFault ownFault) {}

package io.mpsbridge.pipeline;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Tasks that began to fail since the last good answer: if that turns out to be everybody's trouble, they are not made to
 * wait for it. Once in a row of failures, or a task with trouble of its own would be forgiven again and again. Bounded: who
 * does not fit keeps its backoff.
 */
final class FailuresOnTrial {

    private static final int MOST = 10_000;

    private final Set<TrackedTask> failed = new LinkedHashSet<>();

    void add(TrackedTask watch) {
        if (failed.size() < MOST) {
            failed.add(watch);
        }
    }

    /** It was not everybody's trouble. */
    void clear() {
        failed.clear();
    }

    /** It was: each is handed over, unless it was before. */
    void forgive(Consumer<TrackedTask> each) {
        for (TrackedTask watch : failed) {
            FailureStreak trouble = watch.trouble();
            if (trouble != null && !watch.abandoned() && trouble.forgivenFirst()) {
                each.accept(watch);
            }
        }
        failed.clear();
    }
}

package io.mpsbridge.pipeline;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a quarter of the permits for tasks seen alive. A hanging call holds its permit for the whole time-out, and
 * nobody knows in advance whether a new task's call will hang: a burst of such tasks would take every permit, and leave
 * none for tasks whose good answers show that the service works. Tasks that have failed already share another quarter.
 * Answers usually take a fraction of a second, so far fewer calls of new tasks are open at a time.
 *
 * <p>Tasks without room are set aside. Once there is room, the newest that have not failed usually come first, so that
 * they do not wait for an earlier burst. Owned by the pipeline's thread.
 */
final class NewcomerBulkhead {

    private static final int QUARTER = 4;
    /** One turn in this many goes to the far end of those set aside. */
    private static final int OLDEST_ONE_IN = 8;

    /** Failed tasks first, then the others by age; the newest is last. */
    private final Deque<TrackedTask> aside = new ArrayDeque<>();

    private int open;
    private int openFailed;
    private int turn;
    private boolean theirs;

    /** Whether the task may open a call, given the maximum of open calls. */
    boolean hasRoom(TrackedTask task, int maxCalls) {
        return task.seenAlive()
                || (open < maxCalls - maxCalls / QUARTER
                        && (!hasFailed(task) || openFailed < Math.max(1, maxCalls / QUARTER)));
    }

    /** Takes a task out of the plan until there is room. */
    void setAside(TrackedTask task) {
        if (hasFailed(task)) {
            aside.addFirst(task);
        } else {
            aside.addLast(task);
        }
    }

    /** Whether any was set aside. */
    boolean holdsAny() {
        return !aside.isEmpty();
    }

    /** Whether a task set aside goes next, though others are due. */
    boolean isTurn() {
        theirs = !theirs;
        return theirs && holdsAny();
    }

    /** The next task set aside that is still wanted and has room, or null. */
    @Nullable TrackedTask next(int maxCalls) {
        turn = (turn + 1) % OLDEST_ONE_IN;
        TrackedTask next = poll(turn == 0);
        if (next != null && !hasRoom(next, maxCalls)) {
            setAside(next);
            return null;
        }
        return next;
    }

    /** Releases all that are still wanted. */
    void drainTo(Consumer<TrackedTask> taker) {
        for (TrackedTask next = poll(true); next != null; next = poll(true)) {
            taker.accept(next);
        }
    }

    /** The task's call opens. */
    void callOpened(TrackedTask task) {
        count(task, 1);
    }

    /** The task's call is over; its answer is not counted yet. */
    void callEnded(TrackedTask task) {
        count(task, -1);
    }

    private @Nullable TrackedTask poll(boolean oldest) {
        TrackedTask next;
        do {
            next = oldest ? aside.pollFirst() : aside.pollLast();
        } while (next != null && next.abandoned());
        return next;
    }

    private void count(TrackedTask task, int by) {
        if (!task.seenAlive()) {
            open += by;
            openFailed += hasFailed(task) ? by : 0;
        }
    }

    private static boolean hasFailed(TrackedTask task) {
        return task.failureStreak() != null;
    }
}

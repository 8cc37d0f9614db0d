package io.mpsbridge.pipeline;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a quarter of the permits for tasks that were found alive. A call that hangs holds its permit for the whole time-out,
 * and whether a new task's will, nobody knows before: a burst of such tasks would take every permit, and leave nobody whose
 * good answers tell that the service is well. Those that have failed already share another quarter. Answers take a small
 * part of a second as a rule, so that the calls of new tasks that are open at a time are far fewer.
 *
 * <p>Tasks that find no room are set aside. Once there is some, the newest that have not failed come first as a rule, so that
 * they wait for none of a burst before them. Owned by the pipeline's thread.
 */
final class NewcomerBulkhead {

    private static final int QUARTER = 4;
    /** Of those that were set aside, the one at the far end has one turn in so many. */
    private static final int OLDEST_ONE_IN = 8;

    /** The failed, then the others by age; the newest is the last. */
    private final Deque<TrackedTask> aside = new ArrayDeque<>();

    private int open;
    private int openFailed;
    private int turn;
    private boolean theirs;

    /** Whether a call of the task may be opened, of the given number of calls that may be open. */
    boolean hasRoom(TrackedTask task, int maxCalls) {
        return task.seenAlive()
                || (open < maxCalls - maxCalls / QUARTER
                        && (!hasFailed(task) || openFailed < Math.max(1, maxCalls / QUARTER)));
    }

    /** A task that was taken out of the plan waits until there is room. */
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

    /** Whether it is the turn of those that were set aside, though others are due. */
    boolean isTurn() {
        theirs = !theirs;
        return theirs && holdsAny();
    }

    /** One that was set aside, is still waited for and has room, or null. */
    @Nullable TrackedTask next(int maxCalls) {
        turn = (turn + 1) % OLDEST_ONE_IN;
        TrackedTask next = poll(turn == 0);
        if (next != null && !hasRoom(next, maxCalls)) {
            setAside(next);
            return null;
        }
        return next;
    }

    /** Lets go of all that still are waited for. */
    void drainTo(Consumer<TrackedTask> taker) {
        for (TrackedTask next = poll(true); next != null; next = poll(true)) {
            taker.accept(next);
        }
    }

    /** A call of the task is opened. */
    void callOpened(TrackedTask task) {
        count(task, 1);
    }

    /** A call of the task is over; what it said is not counted yet. */
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

package io.mpsbridge.kafka;

import io.mpsbridge.offsets.OffsetTracker;
import org.jspecify.annotations.Nullable;

/**
 * The state of a partition during its assignment (drawn in {@code src/docs/architecture.md}). Immutable; the methods
 * are the only transitions, and throw if a state does not allow one.
 */
sealed interface PartitionState {

    /** Why it is not read, or null. */
    @Nullable PauseReason pause();

    /** What an operator may have to fix, or null; while on trial, the earlier reason. */
    default @Nullable String heldBecause() {
        return null;
    }

    /** What it waits for from the broker, or null. */
    default LoopStatus.@Nullable Loading loading() {
        return null;
    }

    /** Completed offsets; only once it has begun. */
    default OffsetTracker tracker() {
        throw illegal("tracker");
    }

    /** Whether it has a {@link #tracker}. */
    default boolean isBegun() {
        return false;
    }

    /** Whether polled records are taken; there may still be no room. */
    default boolean isReading() {
        return false;
    }

    /** Whether this is its first read since it was unreadable. */
    default boolean isOnTrial() {
        return false;
    }

    default PartitionState begun(OffsetTracker loaded) {
        throw illegal("begun");
    }

    default PartitionState held(String reason) {
        throw illegal("held");
    }

    default PartitionState waitingFor(LoopStatus.Loading what) {
        throw illegal("waitingFor");
    }

    default PartitionState placeLost() {
        throw illegal("placeLost");
    }

    default PartitionState located() {
        throw illegal("located");
    }

    default PartitionState unreadable(String reason, long retryAtNanos) {
        throw illegal("unreadable");
    }

    /** Time has passed. */
    default PartitionState at(long nowNanos) {
        return this;
    }

    /** The poll has advanced. */
    default PartitionState read() {
        return this;
    }

    /** Pending records were admitted as far as there is room. */
    default PartitionState admitted(@Nullable PauseReason noRoom) {
        return this;
    }

    private IllegalStateException illegal(String step) {
        return new IllegalStateException(step + " is nothing for " + this);
    }

    /** Waits for its committed offset. */
    record Loading(LoopStatus.@Nullable Loading loading) implements PartitionState {
        @Override
        public PauseReason pause() {
            return PauseReason.LOADING;
        }

        @Override
        public PartitionState begun(OffsetTracker loaded) {
            return new Reading(loaded, null);
        }

        @Override
        public PartitionState held(String reason) {
            return new Held(reason);
        }

        @Override
        public PartitionState waitingFor(LoopStatus.Loading what) {
            return new Loading(what);
        }
    }

    /** Its commit metadata cannot be trusted; lasts until the assignment ends. */
    record Held(String heldBecause) implements PartitionState {
        @Override
        public PauseReason pause() {
            return PauseReason.HELD;
        }
    }

    /** Has a tracker; tasks in flight go on whatever happens to reading. */
    sealed interface Begun extends PartitionState {
        @Override
        default boolean isBegun() {
            return true;
        }

        @Override
        default PartitionState unreadable(String reason, long retryAtNanos) {
            return new Unreadable(tracker(), reason, retryAtNanos);
        }
    }

    /** Takes polled records as long as there is room. */
    sealed interface Intact extends Begun {
        @Override
        default boolean isReading() {
            return true;
        }

        @Override
        default PartitionState placeLost() {
            return new Locating(this, null);
        }
    }

    /**
     * Reads normally.
     *
     * @param pause why there is no room for more, or null
     */
    record Reading(OffsetTracker tracker, @Nullable PauseReason pause) implements Intact {
        @Override
        public PartitionState admitted(@Nullable PauseReason noRoom) {
            return new Reading(tracker, noRoom);
        }
    }

    /**
     * Reads again: the next failure that names no partition counts as its own, and the reason stands until a record is
     * read.
     */
    record OnTrial(
            OffsetTracker tracker,
            String heldBecause,
            @Nullable PauseReason pause) implements Intact {
        @Override
        public boolean isOnTrial() {
            return true;
        }

        @Override
        public PartitionState read() {
            return new Reading(tracker, pause);
        }

        @Override
        public PartitionState admitted(@Nullable PauseReason noRoom) {
            return new OnTrial(tracker, heldBecause, noRoom);
        }
    }

    /** The next record cannot be read. */
    record Unreadable(OffsetTracker tracker, String heldBecause, long retryAtNanos) implements Begun {
        @Override
        public PauseReason pause() {
            return PauseReason.UNREADABLE;
        }

        @Override
        public PartitionState at(long nowNanos) {
            return nowNanos - retryAtNanos >= 0 ? new OnTrial(tracker, heldBecause, null) : this;
        }
    }

    /** The log no longer holds the next record; the broker is asked where to resume. */
    record Locating(Intact before, LoopStatus.@Nullable Loading loading) implements Begun {
        @Override
        public PauseReason pause() {
            return PauseReason.LOCATING;
        }

        @Override
        public @Nullable String heldBecause() {
            return before.heldBecause();
        }

        @Override
        public OffsetTracker tracker() {
            return before.tracker();
        }

        @Override
        public PartitionState waitingFor(LoopStatus.Loading what) {
            return new Locating(before, what);
        }

        @Override
        public PartitionState located() {
            return before;
        }
    }
}

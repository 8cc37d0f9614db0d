package io.mpsbridge.kafka;

import io.mpsbridge.offsets.OffsetTracker;
import org.jspecify.annotations.Nullable;

/**
 * How far a partition has come during its assignment ({@code src/docs/architecture.md} has a drawing). Immutable; the
 * methods are the only transitions, and throw where a state does not know one.
 */
sealed interface PartitionState {

    /** Why nothing is read for now, or null. */
    @Nullable PauseReason pause();

    /** What a person may have to mend, or null; while on trial, what it was. */
    default @Nullable String heldBecause() {
        return null;
    }

    /** What the broker has to tell first, or null. */
    default LoopStatus.@Nullable Loading loading() {
        return null;
    }

    /** What is done in it; only once it has begun. */
    default OffsetTracker tracker() {
        throw illegal("tracker");
    }

    /** Whether it has a {@link #tracker}. */
    default boolean isBegun() {
        return false;
    }

    /** Whether what a poll returns is taken; it may still have no room. */
    default boolean isReading() {
        return false;
    }

    /** Whether it reads again for the first time since it could not be read. */
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

    /** The poll has moved past something. */
    default PartitionState read() {
        return this;
    }

    /** What is in hand was admitted as far as there is room. */
    default PartitionState admitted(@Nullable PauseReason noRoom) {
        return this;
    }

    private IllegalStateException illegal(String step) {
        return new IllegalStateException(step + " is nothing for " + this);
    }

    /** What was committed for it is being asked. */
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

    /** What was committed for it cannot be trusted; over with the assignment alone. */
    record Held(String heldBecause) implements PartitionState {
        @Override
        public PauseReason pause() {
            return PauseReason.HELD;
        }
    }

    /** A tracker says what is done; whatever becomes of reading, what is in flight goes on. */
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

    /** What a poll returns is taken, as long as there is room. */
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
     * Nothing stands in the way.
     *
     * @param pause why there is no room for more, or null
     */
    record Reading(OffsetTracker tracker, @Nullable PauseReason pause) implements Intact {
        @Override
        public PartitionState admitted(@Nullable PauseReason noRoom) {
            return new Reading(tracker, noRoom);
        }
    }

    /** Reads again: the next failure that names nobody is its own, and the reason stands until something was read. */
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

    /** What is to be read next cannot be. */
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

    /** The log no longer holds what is to be read next; where it goes on is being asked. */
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

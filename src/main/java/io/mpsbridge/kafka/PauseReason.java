package io.mpsbridge.kafka;

/** Why nothing is read from a partition for now. */
public enum PauseReason {
    /** What was committed for it is not known yet. */
    LOADING,
    /** What was committed for it cannot be trusted; a person has to decide. */
    HELD,
    /** Its log no longer holds what is to be read next, and the broker has not told yet where it goes on. */
    LOCATING,
    /** What is to be read next cannot be decoded, such as a corrupt batch; tried again by itself. */
    UNREADABLE,
    /** This replica's share of the rate limit is nothing: its tasks would never be asked about. */
    NO_PERMIT,
    /** The commit metadata has no room for another task before some complete. */
    OFFSETS_FULL,
    /** {@code bridge.max-in-flight} is reached. */
    TASKS_FULL,
    /** {@code bridge.max-in-flight-bytes} is reached. */
    BYTES_FULL
}

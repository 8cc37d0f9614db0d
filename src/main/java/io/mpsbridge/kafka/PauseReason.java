package io.mpsbridge.kafka;

/** Why a partition is not read. */
public enum PauseReason {
    /** Its committed offset is not known yet. */
    LOADING,
    /** Its commit metadata cannot be trusted; an operator has to decide. */
    HELD,
    /** Its log no longer holds the next record, and the broker has not said yet where it resumes. */
    LOCATING,
    /** The next record cannot be decoded, as in a corrupt batch; retried automatically. */
    UNREADABLE,
    /** This replica has no share of the rate limit: its tasks would never be polled. */
    NO_PERMIT,
    /** The commit metadata has no room for another task until some complete. */
    OFFSETS_FULL,
    /** {@code bridge.max-in-flight} is reached. */
    TASKS_FULL,
    /** {@code bridge.max-in-flight-bytes} is reached. */
    BYTES_FULL
}

package io.mpsbridge.poll;

/** What an answer said of where an unfinished task stands. */
public enum Phase {
    /** In the service's queue. */
    WAITING,
    /** Being made. */
    RUNNING,
    /** The answer does not say. */
    UNKNOWN
}

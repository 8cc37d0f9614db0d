package io.mpsbridge.poll;

/** What a plan takes a task to be: still queued by the service, or started. */
enum StartState {
    /** In no {@link ServiceQueue}. */
    UNTRACKED,
    /** Beyond the frontier: its turn has not come. */
    PRESUMED_WAITING,
    /** Behind the frontier, but no answer has said that it runs. */
    PRESUMED_STARTED,
    /** An answer said that it runs. */
    STARTED
}

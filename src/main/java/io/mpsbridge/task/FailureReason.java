package io.mpsbridge.task;

/** Why a task ended without results. The names are part of the published contract. */
public enum FailureReason {
    /** MPS answered FAIL. */
    GENERATION_FAILED,
    /** Still unfinished at a poll made after the deadline. */
    DEADLINE_EXCEEDED,
    /** MPS did not know the id for the whole grace period. */
    TASK_NOT_FOUND,
    /** MPS answered DONE without a usable URL, repeatedly. */
    RESULT_MALFORMED,
    /** Too old to poll: MPS keeps tasks for seven days. */
    RESULT_EXPIRED
}

package io.mpsbridge.replay;

/** Which events are looked through. */
public enum Source {
    /** Created events. */
    CREATED(true, false),
    /** Terminal events of tasks with images. */
    COMPLETED(false, true),
    /** Terminal events of tasks without images. */
    FAILED(true, true),
    /** Dead letters. */
    DLT(true, false);

    private final boolean reprocessed;
    private final boolean republished;

    Source(boolean reprocessed, boolean republished) {
        this.reprocessed = reprocessed;
        this.republished = republished;
    }

    boolean allows(Mode mode) {
        return mode == Mode.REPROCESS ? reprocessed : republished;
    }

    /** Whether its events have reasons to choose by. */
    boolean hasReasons() {
        return this == FAILED || this == DLT;
    }
}

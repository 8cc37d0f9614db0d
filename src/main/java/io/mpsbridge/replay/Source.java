package io.mpsbridge.replay;

/** The events to select from. */
public enum Source {
    CREATED(true, false),
    COMPLETED(false, true),
    FAILED(true, true),
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

    /** Whether its events can be selected by reason. */
    boolean hasReasons() {
        return this == FAILED || this == DLT;
    }
}

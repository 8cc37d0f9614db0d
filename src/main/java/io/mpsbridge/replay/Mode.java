package io.mpsbridge.replay;

/** What to do with the selected events. */
public enum Mode {
    /** Sends the created event again, so that the bridge polls the task again. */
    REPROCESS,
    /** Sends the terminal event again, unchanged. */
    REPUBLISH
}

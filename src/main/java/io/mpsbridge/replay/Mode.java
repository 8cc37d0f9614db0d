package io.mpsbridge.replay;

/** What becomes of the chosen events. */
public enum Mode {
    /** The task is asked about again: its created event is put on its topic once more. */
    REPROCESS,
    /** The terminal event is put on its topic once more, as it was. */
    REPUBLISH
}

package io.mpsbridge.replay;

/** Why a record is skipped. */
public enum Skip {
    NOT_SELECTED,
    /** Sent by an earlier run of the same name whose progress has been lost. */
    SENT_BEFORE,
    /** Itself a replay. */
    REPLAYED,
    NO_VALUE,
    /** Would become a dead letter, perhaps again. */
    UNREADABLE,
    /** On the dead-letter topic, but not a letter of a record of the created topic. */
    FOREIGN,
    /** The created event that it needs is no longer on its topic. */
    MISSING
}

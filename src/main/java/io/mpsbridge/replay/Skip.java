package io.mpsbridge.replay;

/** Why a record is passed over. */
public enum Skip {
    /** Outside of what was asked for. */
    NOT_SELECTED,
    /** Sent by an earlier run of this very name, of which nobody knows any more how far it came. */
    SENT_BEFORE,
    /** Itself a replay. */
    REPLAYED,
    /** A record without a value. */
    NO_VALUE,
    /** Nothing that could be answered: it would be a dead letter, or one again. */
    UNREADABLE,
    /** The created event that it needs is no longer on its topic. */
    MISSING
}

package io.mpsbridge.replay;

import java.util.Locale;

/** The fields of a {@link ReplayRequest} and its {@link Selection}. */
public enum RequestField {
    NAME,
    REASON,
    SOURCE,
    MODE,
    FROM,
    TO,
    TASK_IDS,
    /** Reasons of failed tasks, codes of dead letters. */
    REASONS,
    RANGES,
    PER_SECOND,
    LIMIT;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}

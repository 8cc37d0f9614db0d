package io.mpsbridge.replay;

import java.util.Locale;

/** What a {@link ReplayRequest} and its {@link Selection} consist of. */
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

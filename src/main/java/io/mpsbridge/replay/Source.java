package io.mpsbridge.replay;

import io.mpsbridge.event.DeadLetter;
import io.mpsbridge.task.FailureReason;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

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

    /** Refuses reasons that none of its events can have. */
    void requireKnown(Set<String> reasons, RequestRules rules) {
        List<String> known = this == DLT
                ? DeadLetter.codes()
                : Arrays.stream(FailureReason.values()).map(Enum::name).toList();
        for (String reason : new TreeSet<>(reasons)) {
            rules.require(
                    known.contains(reason),
                    RequestField.REASONS,
                    "must be one of %s, is '%s'",
                    String.join(", ", known),
                    reason);
        }
    }
}

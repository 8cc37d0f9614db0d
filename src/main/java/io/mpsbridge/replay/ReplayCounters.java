package io.mpsbridge.replay;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** Counts the decisions of a replay. */
final class ReplayCounters {
    private static final int MOST_REASONS = 50;
    private static final int LONGEST_REASON = 64;
    private static final String OTHER_REASONS = "(others)";

    final Map<Integer, Long> chosenByPartition = new TreeMap<>();
    final Map<String, Long> chosenByReason = new TreeMap<>();
    final Map<Skip, Long> skipped = new EnumMap<>(Skip.class);
    long read;
    long chosen;
    long imagesGone;
    long tooOld;

    void read() {
        read++;
    }

    void chosen(Decision.Chosen decision, int partition) {
        chosen++;
        chosenByPartition.merge(partition, 1L, Long::sum);
        if (decision.reason() != null) {
            chosenByReason.merge(bounded(decision.reason()), 1L, Long::sum);
        }
        imagesGone += decision.imagesGone() ? 1 : 0;
        tooOld += decision.tooOld() ? 1 : 0;
    }

    /** Reasons come from records, so they can be anything. */
    private String bounded(String reason) {
        boolean room = chosenByReason.size() < MOST_REASONS && reason.length() <= LONGEST_REASON;
        return room || chosenByReason.containsKey(reason) ? reason : OTHER_REASONS;
    }

    void passed(Skip why) {
        skipped.merge(why, 1L, Long::sum);
    }

    long skipped(Skip why) {
        return skipped.getOrDefault(why, 0L);
    }
}

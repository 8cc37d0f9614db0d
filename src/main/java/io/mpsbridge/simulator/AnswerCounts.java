package io.mpsbridge.simulator;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts true answers by status and by error code, and the hits of faults. */
final class AnswerCounts {

    // Error codes of faults come from outside.
    private static final int MAX_LABELS = 1_000;

    private final ConcurrentMap<String, LongAdder> statuses = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, LongAdder> errors = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, LongAdder> faults = new ConcurrentHashMap<>();
    private final LongAdder states = new LongAdder();

    void answered(Answer answer) {
        count(answer.isError() ? errors : statuses, answer.label());
        if (answer.status().isPresent()) {
            states.increment();
        }
    }

    void fault(Effect effect) {
        count(faults, effect.label());
    }

    /** True answers that carried the state of a task. */
    long states() {
        return states.sum();
    }

    Map<String, Long> statuses() {
        return copy(statuses);
    }

    Map<String, Long> errors() {
        return copy(errors);
    }

    Map<String, Long> faults() {
        return copy(faults);
    }

    private static void count(ConcurrentMap<String, LongAdder> counts, String label) {
        LongAdder known = counts.get(label);
        if (known == null) {
            String kept = counts.size() < MAX_LABELS ? label : "other";
            known = counts.computeIfAbsent(kept, key -> new LongAdder());
        }
        known.increment();
    }

    private static Map<String, Long> copy(Map<String, LongAdder> counts) {
        Map<String, Long> copy = new TreeMap<>();
        counts.forEach((label, count) -> copy.put(label, count.sum()));
        return copy;
    }
}

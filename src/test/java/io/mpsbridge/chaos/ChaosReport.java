package io.mpsbridge.chaos;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How a run went.
 *
 * @param name mode and broker
 * @param books the answers
 * @param faults by kind
 * @param peak the most requests that the simulator saw in any second
 * @param endedByThemselves replicas that gave up, such as those started while the broker was away
 * @param oddities what should not have happened beside wrong answers
 */
record ChaosReport(
        String name,
        long seed,
        Books books,
        Map<Disturbance, Integer> faults,
        int peak,
        Duration took,
        Duration slowestStop,
        int endedByThemselves,
        List<String> oddities) {

    /** How an oddity begins that is the broker's own. */
    static final String LEFT_OPEN = "left open by the broker: ";

    private static final int SHOWN = 20;

    boolean isGood() {
        return books.missing().isEmpty()
                && books.doubled().isEmpty()
                && books.invented().isEmpty()
                && oddities.isEmpty();
    }

    /** Nothing can be said about a run in which no reader can get past a transaction that the broker has forgotten. */
    boolean isSpoilt() {
        return oddities.stream().anyMatch(each -> each.startsWith(LEFT_OPEN));
    }

    int faultCount() {
        return faults.values().stream().mapToInt(Integer::intValue).sum();
    }

    @Override
    public String toString() {
        return String.format(
                "%-16s seed %d: %d tasks, missing %d, doubled %d, peak %d of %d, %d faults %s, %d ended by themselves,"
                        + " slowest stop %.1f s, %d s in all%s%s%s%s",
                name,
                seed,
                books.created().size(),
                books.missing().size(),
                books.doubled().size(),
                peak,
                Rig.RATE_LIMIT,
                faultCount(),
                new TreeMap<>(faults),
                endedByThemselves,
                slowestStop.toMillis() / 1e3,
                took.toSeconds(),
                shown("missing", books.missing()),
                shown("doubled", books.doubled().keySet()),
                shown("invented", books.invented()),
                shown("odd", Set.copyOf(oddities)));
    }

    private static String shown(String what, Set<String> all) {
        return all.isEmpty()
                ? ""
                : "\n    " + what + ": "
                        + String.join(", ", all.stream().limit(SHOWN).toList());
    }
}

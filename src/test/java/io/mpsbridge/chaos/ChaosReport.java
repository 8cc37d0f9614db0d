package io.mpsbridge.chaos;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/**
 * How a run went.
 *
 * @param name mode and brokers
 * @param books the answers
 * @param gaps what the brokers did not finish
 * @param faults by kind
 * @param peak the most requests that the simulator saw in any second
 * @param endedByThemselves replicas that gave up, such as those started while the broker was away
 * @param oddities what should not have happened beside wrong answers
 */
record ChaosReport(
        String name,
        long seed,
        AnswerLedger books,
        Gaps gaps,
        Map<Disturbance, Integer> faults,
        int peak,
        Duration took,
        Duration slowestStop,
        int endedByThemselves,
        List<String> oddities) {

    private static final int SHOWN = 20;

    /**
     * What the brokers of a run left open.
     *
     * @param loneBroker a partition without a second copy is without a leader while its broker is away
     * @param skipped the ends of transactions that they say they skipped
     * @param hanging the partitions with a transaction that nobody will end any more
     * @param unseen by place, the answers to what is missing that were written all the same
     */
    record Gaps(
            boolean loneBroker,
            SkippedMarkers skipped,
            Set<TopicPartition> hanging,
            Map<String, List<AnswerLedger.Answer>> unseen) {
        boolean explain(AnswerLedger books) {
            return loneBroker
                    && books.doubled().values().stream().allMatch(skipped::explain)
                    && (hangingExplains() || books.unanswered().stream().allMatch(this::isExplained));
        }

        private boolean hangingExplains() {
            return !hanging.isEmpty() && hanging.stream().allMatch(skipped::explainsHanging);
        }

        private boolean isExplained(String unanswered) {
            return skipped.explain(unseen.getOrDefault(unanswered, List.of()));
        }
    }

    boolean isGood() {
        return isExact() && isRight();
    }

    /** Whether what is there is what should be. */
    private boolean isRight() {
        return books.invented().isEmpty() && books.wrong().isEmpty() && oddities.isEmpty();
    }

    private boolean isExact() {
        return books.missing().isEmpty() && books.doubled().isEmpty();
    }

    /**
     * Whether all that is wrong is the lone broker's doing, by its own words: such a run says nothing about the bridge.
     */
    boolean isSpoilt() {
        return !isExact() && isRight() && gaps.explain(books);
    }

    int faultCount() {
        return faults.values().stream().mapToInt(Integer::intValue).sum();
    }

    @Override
    public String toString() {
        return String.format(
                "%-24s seed %d: %d tasks of %d kinds, missing %d, doubled %d, wrong endings %d, peak %d of %d, %d faults %s, %d ended by themselves,"
                        + " slowest stop %.1f s, %d s in all%s",
                name,
                seed,
                books.created().size(),
                books.kinds(),
                books.missing().size(),
                books.doubled().size(),
                books.wrong().size(),
                peak,
                Rig.RATE_LIMIT,
                faultCount(),
                new TreeMap<>(faults),
                endedByThemselves,
                slowestStop.toMillis() / 1e3,
                took.toSeconds(),
                findings());
    }

    private String findings() {
        return shown("missing", books.missing())
                + shown("doubled", books.doubled().entrySet())
                + shown("invented", books.invented())
                + shown("wrong endings", books.wrong())
                + shown("odd", oddities)
                + shown("markers skipped by the broker", gaps.skipped().skips())
                + shown("left open", gaps.hanging())
                + shown("written and not seen", gaps.unseen().entrySet())
                + (isSpoilt()
                        ? "\n    EXPLAINED by the skipped markers: the lone broker's doing, the run counts for nothing"
                        : "");
    }

    private static String shown(String what, Collection<?> all) {
        return all.isEmpty()
                ? ""
                : "\n    " + what + " (" + all.size() + "): "
                        + all.stream().limit(SHOWN).map(String::valueOf).collect(Collectors.joining(", "));
    }
}

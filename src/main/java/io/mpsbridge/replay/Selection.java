package io.mpsbridge.replay;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which events of the source to replay. Empty and null components select everything.
 *
 * @param from the earliest record timestamp, inclusive
 * @param to the latest record timestamp, exclusive
 * @param reasons the reasons of failed tasks or the codes of dead letters
 * @param ranges at most one per partition
 * @param includeReplayed whether to include events that are replays themselves
 */
public record Selection(
        @Nullable Instant from,
        @Nullable Instant to,
        Set<String> taskIds,
        Set<String> reasons,
        List<OffsetRange> ranges,
        boolean includeReplayed) {

    public Selection {
        taskIds = Set.copyOf(taskIds);
        reasons = Set.copyOf(reasons);
        ranges = List.copyOf(ranges);
    }

    /** What no source allows. */
    void check(RequestRules rules) {
        rules.require(
                from == null || to == null || from.isBefore(to),
                RequestField.FROM,
                "must be before %s, is %s and %s",
                RequestField.TO,
                String.valueOf(from),
                String.valueOf(to));
        rules.require(
                ranges.stream().map(OffsetRange::partition).distinct().count() == ranges.size(),
                RequestField.RANGES,
                "names a partition more than once");
    }

    boolean isIn(Instant timestamp) {
        return (from == null || !timestamp.isBefore(from)) && (to == null || timestamp.isBefore(to));
    }

    boolean hasReason(String reason) {
        return reasons.isEmpty() || reasons.contains(reason);
    }

    /** Whether it names letters, by place or code, and does not just take what can be sent. */
    boolean namesLetters() {
        return !reasons.isEmpty() || ranges.stream().anyMatch(OffsetRange::isSingle);
    }

    /** The same text for equal selections. */
    String canonical() {
        return String.join(
                "\n",
                String.valueOf(from),
                String.valueOf(to),
                new TreeSet<>(taskIds).toString(),
                new TreeSet<>(reasons).toString(),
                ranges.stream().map(OffsetRange::toString).sorted().toList().toString(),
                String.valueOf(includeReplayed));
    }
}

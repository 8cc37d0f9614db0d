package io.mpsbridge.replay;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which events of the source are meant. What is empty or null does not restrict.
 *
 * @param from the earliest timestamp of their records
 * @param to the first timestamp that is too late
 * @param reasons of failed tasks their reasons, of dead letters their codes
 * @param ranges at most one per partition
 * @param includeReplayed whether events that are themselves replays count
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
        if (from != null && to != null && !from.isBefore(to)) {
            throw new InvalidRequestException(
                    RequestField.FROM, "must be before %s, is %s and %s", RequestField.TO, from, to);
        }
        if (ranges.stream().map(OffsetRange::partition).distinct().count() < ranges.size()) {
            throw new InvalidRequestException(RequestField.RANGES, "names a partition more than once");
        }
    }

    boolean isIn(Instant timestamp) {
        return (from == null || !timestamp.isBefore(from)) && (to == null || timestamp.isBefore(to));
    }

    boolean hasTask(String taskId) {
        return taskIds.isEmpty() || taskIds.contains(taskId);
    }

    boolean hasReason(String reason) {
        return reasons.isEmpty() || reasons.contains(reason);
    }

    /** Equal selections have equal texts. */
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

package io.mpsbridge.replay;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.jspecify.annotations.Nullable;

/**
 * A replay's progress in a partition, committed together with the events sent.
 *
 * @param start the first offset to scan
 * @param next the first offset that is not done
 * @param end the first offset not to scan; fixed when the replay starts
 * @param sent events sent from this partition so far
 * @param fingerprint of the request
 * @param partitions how many partitions have a checkpoint of this replay; 0 in checkpoints that lack it
 */
record Checkpoint(long start, long next, long end, long sent, String fingerprint, int partitions) {
    private static final Pattern TEXT = Pattern.compile(
            "mps-bridge-replay/1 start=(\\d{1,18}) end=(\\d{1,18}) sent=(\\d{1,18}) request=([0-9a-f]{1,64})"
                    + "(?: partitions=(\\d{1,9}))?(?: .*)?",
            Pattern.DOTALL);

    /** The committed checkpoint; empty if the metadata is not a replay's. */
    static Optional<Checkpoint> of(@Nullable OffsetAndMetadata committed) {
        if (committed == null) {
            return Optional.empty();
        }
        Matcher matcher = TEXT.matcher(committed.metadata());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return Optional.of(new Checkpoint(
                Long.parseLong(matcher.group(1)),
                committed.offset(),
                Long.parseLong(matcher.group(2)),
                Long.parseLong(matcher.group(3)),
                matcher.group(4),
                matcher.group(5) == null ? 0 : Integer.parseInt(matcher.group(5))));
    }

    static Checkpoint fresh(long start, long end, String fingerprint) {
        return new Checkpoint(start, start, end, 0, fingerprint, 0);
    }

    Checkpoint oneOf(int count) {
        return new Checkpoint(start, next, end, sent, fingerprint, count);
    }

    Checkpoint advanced(long to, int more) {
        return new Checkpoint(start, Math.max(next, Math.min(to, end)), end, sent + more, fingerprint, partitions);
    }

    boolean isDone() {
        return next >= end;
    }

    /** @param reason for operators who inspect the group */
    OffsetAndMetadata committed(String reason) {
        return new OffsetAndMetadata(
                next,
                "mps-bridge-replay/1 start=" + start + " end=" + end + " sent=" + sent + " request=" + fingerprint
                        + " partitions=" + partitions + " reason=" + reason);
    }
}

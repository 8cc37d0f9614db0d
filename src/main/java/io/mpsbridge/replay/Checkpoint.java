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
 * @param next the first offset that has not been scanned
 * @param end the first offset not to scan; fixed when the replay starts
 * @param sent events sent from this partition so far
 * @param offsets where these were
 * @param fingerprint of the request
 * @param partitions how many partitions have a checkpoint of this replay; 0 in checkpoints that lack it
 */
record Checkpoint(long start, long next, long end, long sent, SentOffsets offsets, String fingerprint, int partitions) {
    private static final Pattern TEXT = Pattern.compile(
            "mps-bridge-replay/1 start=(\\d{1,18}) end=(\\d{1,18}) sent=(\\d{1,18}) request=([0-9a-f]{1,64})"
                    + "(?: partitions=(\\d{1,9}))?(?: at=(~?[0-9a-z,-]{0,4000}))?(?: reason=(.*))?",
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
        long start = Long.parseLong(matcher.group(1));
        long sent = Long.parseLong(matcher.group(3));
        SentOffsets lacking = sent == 0 ? SentOffsets.NONE : SentOffsets.below(start, committed.offset());
        return Optional.of(new Checkpoint(
                start,
                committed.offset(),
                Long.parseLong(matcher.group(2)),
                sent,
                matcher.group(6) == null ? lacking : SentOffsets.parse(matcher.group(6), start),
                matcher.group(4),
                matcher.group(5) == null ? 0 : Integer.parseInt(matcher.group(5))));
    }

    /** Why the replay was run, as its operator put it. */
    static String reason(OffsetAndMetadata committed) {
        Matcher matcher = TEXT.matcher(committed.metadata());
        return matcher.matches() && matcher.group(7) != null ? matcher.group(7) : "";
    }

    static Checkpoint fresh(long start, long end, String fingerprint) {
        return new Checkpoint(start, start, end, 0, SentOffsets.NONE, fingerprint, 0);
    }

    Checkpoint oneOf(int count) {
        return new Checkpoint(start, next, end, sent, offsets, fingerprint, count);
    }

    /** Scanned further, to an offset. */
    Checkpoint advanced(long to) {
        return new Checkpoint(start, Math.max(next, Math.min(to, end)), end, sent, offsets, fingerprint, partitions);
    }

    /** With the event at an offset sent. */
    Checkpoint sent(long offset, long passed) {
        return new Checkpoint(start, next, end, sent + 1, offsets.plus(offset, passed), fingerprint, partitions);
    }

    boolean isDone() {
        return next >= end;
    }

    /** @param reason for operators who inspect the group */
    OffsetAndMetadata committed(String reason) {
        return new OffsetAndMetadata(
                next,
                "mps-bridge-replay/1 start=" + start + " end=" + end + " sent=" + sent + " request=" + fingerprint
                        + " partitions=" + partitions + " at=" + offsets.text(start) + " reason=" + reason);
    }
}

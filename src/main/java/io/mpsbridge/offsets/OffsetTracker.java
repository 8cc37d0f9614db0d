package io.mpsbridge.offsets;

import java.util.BitSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which records of one partition are done during one assignment. Owned by the loop's thread; the caller keeps out
 * results of other assignments.
 *
 * <p>Records arrive in ascending order; offsets that never arrive, such as transaction markers and compacted records,
 * count as done. Completions are tentative until their transaction {@linkplain #committed is committed} or
 * {@linkplain #rollback() rolled back}; until then {@link #watermark()} and {@link #snapshot()} count them as done,
 * while {@link #canAdmit} counts them as incomplete, because a rollback must find its room again.
 *
 * <p>A loaded map counts from the start: a commit made while its records are read again still covers those not reached
 * yet. An offset that it lists as incomplete and that reading passes without finding is gone from the log, and done.
 */
public final class OffsetTracker {

    /** By value: if both are unchanged since the last commit, another commit would save no work. */
    private record Progress(long watermark, long completions) {}

    private final UUID topicId;
    private final int limit;
    private final OrderedOffsets incomplete = new OrderedOffsets();
    private final OffsetMapSize size = new OffsetMapSize();
    /** The map's size if nothing had completed since the last commit; in use while completions are tentative. */
    private final OffsetMapSize reserved = new OffsetMapSize();
    /** Slots of completions that no commit has confirmed yet. */
    private final BitSet tentative = new BitSet();

    private long end;
    private long position;
    private long completions;
    private long reservedBase;
    private long reservedLast;
    private @Nullable Progress committed;

    private OffsetTracker(OffsetMap map, UUID topicId, int limit) {
        if (limit < OffsetMapCodec.MIN_CHARS || limit > OffsetMapCodec.MAX_CHARS) {
            throw new IllegalArgumentException("the limit of offset metadata must be from " + OffsetMapCodec.MIN_CHARS
                    + " to " + OffsetMapCodec.MAX_CHARS + " characters, is " + limit);
        }
        this.topicId = topicId;
        this.limit = limit;
        this.position = map.base();
        this.end = map.end();
        for (int i = 0; i < map.count(); i++) {
            incomplete.append(map.incompleteAt(i));
            size.add(map.gapAfter(i));
        }
    }

    /**
     * Without a committed offset: {@link #dirty()} from the start, since a group that starts at the log's end would
     * otherwise miss what comes before its first commit.
     *
     * @param limit characters, from {@link OffsetMapCodec#MIN_CHARS} to {@link OffsetMapCodec#MAX_CHARS}
     */
    public static OffsetTracker fresh(long position, UUID topicId, int limit) {
        return new OffsetTracker(OffsetMap.startingAt(position), topicId, limit);
    }

    /** From a committed offset and its map, or {@link OffsetMap#startingAt} if there was none. */
    public static OffsetTracker resuming(OffsetMap map, UUID topicId, int limit) {
        OffsetTracker tracker = new OffsetTracker(map, topicId, limit);
        tracker.committed = tracker.progress();
        return tracker;
    }

    /** Whether the record was answered before and is not to be admitted. */
    public boolean isDone(long offset) {
        return offset < end && incomplete.slotOf(offset) == OrderedOffsets.NONE;
    }

    /**
     * Whether there is room for the next record, which is not done: if the metadata fits with it now, it fits in every
     * order of completions ({@link OffsetMapSize}). If not, the partition waits for completions; something is then in
     * flight, since a single record always fits.
     */
    public boolean canAdmit(long offset) {
        readUpTo(offset);
        if (offset < end || (incomplete.isEmpty() && tentative.isEmpty())) {
            return true;
        }
        return (tentative.isEmpty() ? charsWith(offset) : reservedCharsWith(offset)) <= limit;
    }

    public UUID topicId() {
        return topicId;
    }

    /** How many offsets from {@code from} up to but not including {@code to} are not known to be done. */
    public long notDone(long from, long to) {
        long count = Math.max(0, to - Math.max(from, end));
        int slot = from < end ? incomplete.slotFrom(from) : OrderedOffsets.NONE;
        while (slot != OrderedOffsets.NONE && incomplete.at(slot) < to) {
            count++;
            slot = incomplete.after(slot);
        }
        return count;
    }

    /** Adds the record to the map, unless {@linkplain #canAdmit there is no room}. */
    public boolean admit(long offset) {
        if (offset < position || isDone(offset)) {
            throw new IllegalArgumentException("offset " + offset + " was read before, position is " + position);
        }
        if (!canAdmit(offset)) {
            return false;
        }
        if (offset >= end) {
            append(offset);
        }
        position = offset + 1;
        return true;
    }

    /**
     * The consumer's position after a poll, once every lower record was admitted, done or ignored: advances the
     * watermark over gaps in the log.
     */
    public void nextPosition(long next) {
        readUpTo(next);
    }

    /**
     * Completes a record for the current transaction.
     *
     * @return false, without any effect, if it is not in flight: completed already, or never admitted
     */
    public boolean complete(long offset) {
        int slot = offset < position ? incomplete.slotOf(offset) : OrderedOffsets.NONE;
        if (slot == OrderedOffsets.NONE) {
            return false;
        }
        if (tentative.isEmpty()) {
            reserved.set(size);
            reservedBase = watermark();
            reservedLast = incomplete.at(incomplete.last());
        }
        drop(slot);
        tentative.set(slot);
        completions++;
        return true;
    }

    /** The transaction was aborted: what completed since the last commit is in flight again. */
    public void rollback() {
        completions -= tentative.cardinality();
        tentative.stream().forEach(this::restore);
        tentative.clear();
    }

    /** The lowest offset that is not done: the offset to commit. */
    public long watermark() {
        return incomplete.isEmpty() ? Math.max(position, end) : incomplete.at(incomplete.first());
    }

    /** Whether nothing was ever committed: a crash now would lose the starting point. */
    public boolean fresh() {
        return committed == null;
    }

    /** Whether a commit would save work or room: something is done that the last one did not cover. */
    public boolean dirty() {
        return !progress().equals(committed);
    }

    public OffsetSnapshot snapshot() {
        long base = watermark();
        OffsetMap map =
                incomplete.isEmpty() ? OffsetMap.startingAt(base) : new OffsetMap(base, end, incomplete.toArray());
        return new OffsetSnapshot(base, OffsetMapCodec.encode(map, size, topicId), completions);
    }

    /** The snapshot is committed: its completions are final. Nothing may have completed since it was taken. */
    public void committed(OffsetSnapshot snapshot) {
        if (snapshot.completions() != completions) {
            throw new IllegalStateException((completions - snapshot.completions()) + " completions after the snapshot");
        }
        tentative.clear();
        incomplete.tidy();
        committed = new Progress(snapshot.offset(), snapshot.completions());
    }

    public OffsetStatus status() {
        return new OffsetStatus(incomplete.count(), span(), size.chars(span()), limit);
    }

    private Progress progress() {
        return new Progress(watermark(), completions);
    }

    private long span() {
        return incomplete.isEmpty() ? 0 : end - watermark();
    }

    private long charsWith(long offset) {
        long last = incomplete.at(incomplete.last());
        return size.charsIfAppended(offset + 1 - watermark(), end - last, offset - last);
    }

    /** The length after a rollback, which bounds every order of completions. */
    private long reservedCharsWith(long offset) {
        return reserved.charsIfAppended(offset + 1 - reservedBase, end - reservedLast, offset - reservedLast);
    }

    private void append(long offset) {
        if (!tentative.isEmpty()) {
            reserved.remove(end - reservedLast);
            reserved.add(offset - reservedLast);
            reserved.add(1);
            reservedLast = offset;
        }
        if (!incomplete.isEmpty()) {
            long last = incomplete.at(incomplete.last());
            size.remove(end - last);
            size.add(offset - last);
        }
        end = offset + 1;
        size.add(1);
        incomplete.append(offset);
    }

    /** Incomplete offsets from the old position up to the new one were listed by the map and never read. */
    private void readUpTo(long next) {
        if (next <= position) {
            return;
        }
        int slot = position < end ? incomplete.slotFrom(position) : OrderedOffsets.NONE;
        while (slot != OrderedOffsets.NONE && incomplete.at(slot) < next) {
            drop(slot);
            slot = incomplete.after(slot);
        }
        position = next;
    }

    private void drop(int slot) {
        long offset = incomplete.at(slot);
        int before = incomplete.before(slot);
        long above = above(slot);
        size.remove(above - offset);
        if (before != OrderedOffsets.NONE) {
            size.remove(offset - incomplete.at(before));
            size.add(above - incomplete.at(before));
        }
        incomplete.remove(slot);
    }

    private void restore(int slot) {
        long offset = incomplete.at(slot);
        int before = incomplete.before(slot);
        long above = above(slot);
        if (before != OrderedOffsets.NONE) {
            size.remove(above - incomplete.at(before));
            size.add(offset - incomplete.at(before));
        }
        size.add(above - offset);
        incomplete.takeBack(slot);
    }

    private long above(int slot) {
        int after = incomplete.after(slot);
        return after == OrderedOffsets.NONE ? end : incomplete.at(after);
    }
}

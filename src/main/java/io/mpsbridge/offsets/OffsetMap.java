package io.mpsbridge.offsets;

import java.util.Arrays;

/**
 * What a commit says about a partition: every record below {@code base} is done, of those from {@code base} up to but
 * not including {@code end} all but the incomplete ones are, and nothing is known from {@code end} on.
 *
 * <p>{@code base} is the committed offset. Either it is the lowest incomplete offset, or nothing is incomplete and
 * {@code end} equals it.
 */
public final class OffsetMap {

    private final long base;
    private final long end;
    private final long[] incomplete;

    /** @param incomplete ascending; must not be modified afterwards */
    public OffsetMap(long base, long end, long... incomplete) {
        boolean nothing = incomplete.length == 0;
        if (base < 0 || nothing != (base == end) || (!nothing && incomplete[0] != base)) {
            throw new IllegalArgumentException("no map from " + base + " to " + end);
        }
        for (int i = 0; i < incomplete.length; i++) {
            if (incomplete[i] >= (i + 1 < incomplete.length ? incomplete[i + 1] : end)) {
                throw new IllegalArgumentException("not ascending at " + incomplete[i]);
            }
        }
        this.base = base;
        this.end = end;
        this.incomplete = incomplete;
    }

    /** Everything below the position is done, and nothing is known of the rest. */
    public static OffsetMap startingAt(long position) {
        return new OffsetMap(position, position);
    }

    public long base() {
        return base;
    }

    long end() {
        return end;
    }

    public long span() {
        return end - base;
    }

    public int count() {
        return incomplete.length;
    }

    long incompleteAt(int index) {
        return incomplete[index];
    }

    /** How far the next incomplete offset, or after the last one the end, lies above that of the index. */
    long gapAfter(int index) {
        return (index + 1 < incomplete.length ? incomplete[index + 1] : end) - incomplete[index];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OffsetMap that
                && base == that.base
                && end == that.end
                && Arrays.equals(incomplete, that.incomplete);
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(base + end) + Arrays.hashCode(incomplete);
    }

    @Override
    public String toString() {
        return "OffsetMap[" + base + " to " + end + ", " + incomplete.length + " incomplete]";
    }
}

package io.mpsbridge.offsets;

import java.util.Arrays;
import java.util.BitSet;

/**
 * A sorted set of offsets that grows at its upper end, loses members anywhere, and can take back what it lost since it
 * was last {@linkplain #tidy() tidied}.
 *
 * <p>A member has a slot in a sorted array and a bit that says whether it is still in. Finding is a binary search, the
 * neighbours come from the bits, 64 at a time. {@code tidy()} drops the empty slots once they are the majority, which
 * costs each removal a constant share: between 8 and some 30 bytes per member, however far the offsets lie apart. Slots
 * hold until then.
 */
final class OrderedOffsets {

    static final int NONE = -1;
    private static final int SMALLEST = 16;

    private long[] offsets = new long[SMALLEST];
    private BitSet present = new BitSet(SMALLEST);
    private int slots;
    private int count;
    private int noneBelow;

    int count() {
        return count;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** @param offset above every one that is or was in the set */
    void append(long offset) {
        if (slots == offsets.length) {
            offsets = Arrays.copyOf(offsets, slots + slots / 2);
        }
        offsets[slots] = offset;
        present.set(slots++);
        count++;
    }

    void remove(int slot) {
        present.clear(slot);
        count--;
    }

    void takeBack(int slot) {
        present.set(slot);
        count++;
        noneBelow = Math.min(noneBelow, slot);
    }

    long at(int slot) {
        return offsets[slot];
    }

    /** Or {@link #NONE}. */
    int slotOf(long offset) {
        int slot = Arrays.binarySearch(offsets, 0, slots, offset);
        return slot >= 0 && present.get(slot) ? slot : NONE;
    }

    /** The first one from the offset on, or {@link #NONE}. */
    int slotFrom(long offset) {
        int slot = Arrays.binarySearch(offsets, 0, slots, offset);
        return present.nextSetBit(slot >= 0 ? slot : -slot - 1);
    }

    int first() {
        int slot = present.nextSetBit(noneBelow);
        noneBelow = Math.max(noneBelow, slot);
        return slot;
    }

    int last() {
        return present.length() - 1;
    }

    int after(int slot) {
        return present.nextSetBit(slot + 1);
    }

    int before(int slot) {
        return slot == 0 ? NONE : present.previousSetBit(slot - 1);
    }

    long[] toArray() {
        long[] members = new long[count];
        int next = 0;
        for (int slot = first(); slot != NONE; slot = after(slot)) {
            members[next++] = offsets[slot];
        }
        return members;
    }

    void tidy() {
        if (slots - count <= count + SMALLEST) {
            return;
        }
        long[] members = toArray();
        offsets = Arrays.copyOf(members, Math.max(SMALLEST, count + count / 2));
        present = new BitSet(offsets.length);
        present.set(0, count);
        slots = count;
        noneBelow = 0;
    }
}

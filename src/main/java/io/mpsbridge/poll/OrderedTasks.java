package io.mpsbridge.poll;

import org.jspecify.annotations.Nullable;

/**
 * Tasks in the order in which they were created, with their ranks, each operation in O(log n): a treap (Seidel and
 * Aragon, 1996) whose nodes are the entries themselves. An entry is in one of them at most; its {@link StartState} says
 * in which.
 */
final class OrderedTasks<T> {

    private final StartState state;
    private @Nullable PlanEntry<T> root;

    /** @param state that of the entries in it */
    OrderedTasks(StartState state) {
        this.state = state;
    }

    int size() {
        return size(root);
    }

    boolean isEmpty() {
        return root == null;
    }

    boolean contains(PlanEntry<T> entry) {
        return entry.startState == state;
    }

    PlanEntry<T> first() {
        return get(0);
    }

    PlanEntry<T> last() {
        return get(size() - 1);
    }

    /** How many tasks were created before this one, which need not be among them. */
    int rank(PlanEntry<T> entry) {
        int rank = 0;
        PlanEntry<T> at = root;
        while (at != null) {
            boolean isBefore = isBefore(at, entry);
            rank += isBefore ? size(at.left) + 1 : 0;
            at = isBefore ? at.right : at.left;
        }
        return rank;
    }

    /** The task of that rank, from 0. */
    PlanEntry<T> get(int rank) {
        PlanEntry<T> at = root;
        int left = rank;
        while (at != null) {
            int before = size(at.left);
            if (left == before) {
                return at;
            }
            at = left < before ? at.left : at.right;
            left -= left < before ? 0 : before + 1;
        }
        throw new IndexOutOfBoundsException(rank);
    }

    void add(PlanEntry<T> entry) {
        entry.startState = state;
        entry.subtreeSize = 1;
        PlanEntry<T> parent = null;
        PlanEntry<T> at = root;
        boolean isLeft = false;
        while (at != null) {
            at.subtreeSize++;
            parent = at;
            isLeft = isBefore(entry, at);
            at = isLeft ? at.left : at.right;
        }
        entry.parent = parent;
        if (parent == null) {
            root = entry;
        } else if (isLeft) {
            parent.left = entry;
        } else {
            parent.right = entry;
        }
        while (entry.parent != null && priority(entry) < priority(entry.parent)) {
            rotateUp(entry, entry.parent);
        }
    }

    /** Takes out an entry that is in it, and leaves it untracked. */
    void remove(PlanEntry<T> entry) {
        PlanEntry<T> child = firstOf(entry.left, entry.right);
        while (child != null) {
            rotateUp(child, entry);
            child = firstOf(entry.left, entry.right);
        }
        PlanEntry<T> parent = entry.parent;
        replace(parent, entry, null);
        while (parent != null) {
            parent.subtreeSize--;
            parent = parent.parent;
        }
        entry.parent = null;
        entry.startState = StartState.UNTRACKED;
    }

    private void rotateUp(PlanEntry<T> child, PlanEntry<T> parent) {
        PlanEntry<T> top = parent.parent;
        PlanEntry<T> moved;
        if (parent.left == child) {
            moved = child.right;
            parent.left = moved;
            child.right = parent;
        } else {
            moved = child.left;
            parent.right = moved;
            child.left = parent;
        }
        if (moved != null) {
            moved.parent = parent;
        }
        parent.parent = child;
        child.parent = top;
        replace(top, parent, child);
        child.subtreeSize = parent.subtreeSize;
        parent.subtreeSize = size(parent.left) + size(parent.right) + 1;
    }

    private void replace(@Nullable PlanEntry<T> parent, PlanEntry<T> old, @Nullable PlanEntry<T> next) {
        if (parent == null) {
            root = next;
        } else if (parent.left == old) {
            parent.left = next;
        } else {
            parent.right = next;
        }
    }

    private static <T> @Nullable PlanEntry<T> firstOf(@Nullable PlanEntry<T> one, @Nullable PlanEntry<T> other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return priority(one) < priority(other) ? one : other;
    }

    private static int size(@Nullable PlanEntry<?> entry) {
        return entry == null ? 0 : entry.subtreeSize;
    }

    /** The seed is a hash already, but the order among equal times uses it too. */
    private static int priority(PlanEntry<?> entry) {
        return Integer.rotateLeft(entry.seed() * 0x9E3779B9, 15) * 0x85EBCA6B;
    }

    private static boolean isBefore(PlanEntry<?> one, PlanEntry<?> other) {
        long difference = one.bornNanos() - other.bornNanos();
        return difference != 0 ? difference < 0 : one.seed() < other.seed();
    }
}

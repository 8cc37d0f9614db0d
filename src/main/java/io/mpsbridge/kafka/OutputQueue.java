package io.mpsbridge.kafka;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What is ready and not committed yet, in the order in which it came; some of it waits, each for a reason of its own, and
 * lets the others pass. Bounded by what is in flight: each task gives one. Owned by the loop's thread, but for {@link #add}.
 */
final class OutputQueue {

    private static final long SHORTEST_WAIT = Duration.ofMillis(250).toNanos();
    private static final long LONGEST_WAIT = Duration.ofSeconds(30).toNanos();
    /** Different reasons that are told apart; a status must not grow with what is refused. */
    private static final int REASONS = 8;

    private static final long LEADER_WAIT = Duration.ofMillis(500).toNanos();

    /**
     * One of them.
     *
     * @param alone it is suspected of having spoilt a transaction, and goes into one of its own
     * @param waits nanoseconds that it waited the last time; 0 if it did not
     * @param reason why it waits, or null
     */
    record Item(
            PendingOutput ready,
            boolean alone,
            long waits,
            long notBefore,
            @Nullable String reason) {
        static Item of(PendingOutput ready) {
            return new Item(ready, false, 0, 0, null);
        }

        boolean isDue(long now) {
            return reason == null || notBefore - now <= 0;
        }
    }

    private final AssignedPartitions assigned;
    private final UnaryOperator<PendingOutput> arrival;
    private final LoopCounts counts;
    private final LongSupplier nanos;
    private final Queue<PendingOutput> arriving = new ConcurrentLinkedQueue<>();
    private final Deque<Item> kept = new ArrayDeque<>();
    private final List<Item> waiting = new ArrayList<>();

    /** @param arrival what one becomes as it comes in */
    OutputQueue(
            AssignedPartitions assigned, UnaryOperator<PendingOutput> arrival, LoopCounts counts, LongSupplier nanos) {
        this.assigned = assigned;
        this.arrival = arrival;
        this.counts = counts;
        this.nanos = nanos;
    }

    /** From any thread, never blocks. */
    void add(PendingOutput ready) {
        arriving.add(ready);
    }

    boolean hasWork() {
        return !arriving.isEmpty() || !kept.isEmpty();
    }

    /** Whether something may go into a transaction now. */
    boolean hasReady() {
        long now = nanos.getAsLong();
        return hasWork() || waiting.stream().anyMatch(item -> item.isDue(now));
    }

    /** How many wait until something changes, by their reasons. */
    Map<String, Integer> keptBack() {
        Map<String, Integer> byReason = new HashMap<>();
        for (Item item : waiting) {
            if (item.waits() > 0) {
                String reason = String.valueOf(item.reason());
                boolean known = byReason.containsKey(reason) || byReason.size() < REASONS;
                byReason.merge(known ? reason : "other reasons", 1, Integer::sum);
            }
        }
        return byReason;
    }

    /** Takes in what has arrived, and drops what no assignment of ours waits for any more. */
    void collect() {
        for (PendingOutput ready = arriving.poll(); ready != null; ready = arriving.poll()) {
            kept.add(Item.of(arrival.apply(ready)));
        }
        int before = kept.size() + waiting.size();
        kept.removeIf(item -> assigned.of(item.ready().origin()) == null);
        waiting.removeIf(item -> assigned.of(item.ready().origin()) == null);
        counts.droppedOutcomes += before - kept.size() - waiting.size();
    }

    /** Takes what one transaction may hold out of the queue, and completes it in the trackers, tentatively. */
    List<Item> take(int most) {
        List<Item> taken = new ArrayList<>();
        long now = nanos.getAsLong();
        for (Iterator<Item> due = waiting.iterator(); due.hasNext() && taken.size() < most; ) {
            Item item = due.next();
            if (item.isDue(now) && (!item.alone() || taken.isEmpty())) {
                due.remove();
                complete(item, taken);
                if (item.alone()) {
                    return taken;
                }
            }
        }
        while (taken.size() < most && !kept.isEmpty()) {
            complete(kept.removeFirst(), taken);
        }
        return taken;
    }

    private void complete(Item item, List<Item> taken) {
        AssignedPartition partition = assigned.of(item.ready().origin());
        if (partition != null
                && partition.tracker().complete(item.ready().origin().offset())) {
            taken.add(item);
        }
    }

    /** They are first in the next transaction; what went alone goes alone again. */
    void giveBack(List<Item> items) {
        for (int i = items.size() - 1; i >= 0; i--) {
            Item item = items.get(i);
            if (item.reason() == null) {
                kept.addFirst(item);
            } else {
                waiting.add(0, item);
            }
        }
    }

    private boolean remove(Item item) {
        return item.reason() == null ? kept.remove(item) : waiting.remove(item);
    }

    /** Nothing can be made of it for now: it waits, each time longer; call after {@link #giveBack}. */
    void keepBack(Item item, String reason) {
        remove(item);
        long wait = Math.max(SHORTEST_WAIT, Math.min(LONGEST_WAIT, 2 * item.waits()));
        waiting.add(new Item(item.ready(), true, wait, nanos.getAsLong() + wait, reason));
    }

    /** The partition that it would be written to has no leader; call after {@link #giveBack}. */
    void putOff(Item item, String reason) {
        remove(item);
        waiting.add(new Item(item.ready(), item.alone(), LEADER_WAIT, nanos.getAsLong() + LEADER_WAIT, reason));
    }

    /** It becomes a dead letter, if it is none; call after {@link #giveBack}. */
    void tooLarge(Item item) {
        if (item.ready() instanceof PendingOutput.Ended ended && remove(item)) {
            kept.addFirst(Item.of(new PendingOutput.TooLarge(ended.origin(), ended.outcome())));
        }
    }

    /**
     * The broker refuses these of a transaction for good; call after {@link #giveBack}. Who was blamed beside others goes
     * alone next time, so that nobody is condemned for a neighbour in his batch.
     */
    void refused(List<Item> items, Map<Integer, String> reasons) {
        long now = nanos.getAsLong();
        reasons.forEach((index, reason) -> {
            Item item = items.get(index);
            if (items.size() > 1) {
                remove(item);
                waiting.add(new Item(item.ready(), true, item.waits(), now, reason));
            } else if (item.ready().refused(reason).equals(item.ready())) {
                keepBack(item, reason);
            } else {
                remove(item);
                waiting.add(new Item(item.ready().refused(reason), true, 0, now, reason));
            }
        });
    }
}

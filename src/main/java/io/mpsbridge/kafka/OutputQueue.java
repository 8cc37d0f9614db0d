package io.mpsbridge.kafka;

import io.mpsbridge.kafka.TransactionResult.Fault;
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
 * Outputs not committed yet, in arrival order; some wait, each for its own reason, and let others pass. Bounded by what
 * is in flight, one output per task. Owned by the loop's thread, except {@link #add}.
 */
final class OutputQueue {

    private static final long SHORTEST_WAIT_NANOS = Duration.ofMillis(250).toNanos();
    private static final long LONGEST_WAIT_NANOS = Duration.ofSeconds(30).toNanos();
    /** Reasons kept apart, so that a status does not grow with refused records. */
    private static final int REASONS = 8;

    private static final long LEADER_WAIT_NANOS = Duration.ofMillis(500).toNanos();

    /**
     * One queued output.
     *
     * @param alone it may have failed a transaction, and goes into one of its own
     * @param waitNanos its last wait; 0 if there was none
     * @param reason why it waits, or null
     */
    record Item(
            PendingOutput ready,
            boolean alone,
            long waitNanos,
            long untilNanos,
            @Nullable String reason) {
        static Item of(PendingOutput ready) {
            return new Item(ready, false, 0, 0, null);
        }

        boolean isDue(long nowNanos) {
            return reason == null || untilNanos - nowNanos <= 0;
        }
    }

    private final AssignedPartitions assigned;
    private final UnaryOperator<PendingOutput> arrival;
    private final LoopCounts counts;
    private final LongSupplier nanos;
    private final Queue<PendingOutput> arriving = new ConcurrentLinkedQueue<>();
    private final Deque<Item> kept = new ArrayDeque<>();
    private final List<Item> waiting = new ArrayList<>();

    /** @param arrival applied to each output as it arrives */
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

    /** Whether something may go into a transaction now. */
    boolean hasReady() {
        return leftNanos(1) <= 0;
    }

    /** How long until something may go into a transaction, at most the given time; not positive if something may. */
    long leftNanos(long mostNanos) {
        if (!arriving.isEmpty() || !kept.isEmpty()) {
            return 0;
        }
        long nowNanos = nanos.getAsLong();
        return waiting.stream()
                .mapToLong(item -> item.isDue(nowNanos) ? 0 : item.untilNanos() - nowNanos)
                .reduce(mostNanos, Math::min);
    }

    /** How many outputs wait, by reason. */
    Map<String, Integer> keptBack() {
        Map<String, Integer> byReason = new HashMap<>();
        for (Item item : waiting) {
            if (item.waitNanos() > 0) {
                String reason = String.valueOf(item.reason());
                boolean known = byReason.containsKey(reason) || byReason.size() < REASONS;
                byReason.merge(known ? reason : "other reasons", 1, Integer::sum);
            }
        }
        return byReason;
    }

    /** Takes in new arrivals, and drops those whose assignment is over. */
    void collect() {
        for (PendingOutput ready = arriving.poll(); ready != null; ready = arriving.poll()) {
            kept.add(Item.of(arrival.apply(ready)));
        }
        int before = kept.size() + waiting.size();
        kept.removeIf(item -> assigned.of(item.ready().origin()) == null);
        waiting.removeIf(item -> assigned.of(item.ready().origin()) == null);
        counts.droppedOutcomes += before - kept.size() - waiting.size();
    }

    /** Takes the outputs of one transaction out of the queue, and completes them in the trackers, tentatively. */
    List<Item> take(int most) {
        List<Item> taken = new ArrayList<>();
        long nowNanos = nanos.getAsLong();
        for (Iterator<Item> due = waiting.iterator(); due.hasNext() && taken.size() < most; ) {
            Item item = due.next();
            if (item.isDue(nowNanos) && (!item.alone() || taken.isEmpty())) {
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

    /** Puts them first in the next transaction; what went alone goes alone again. */
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

    /** As {@link #giveBack(List)}, except for those at fault, by index. */
    void giveBack(List<Item> items, Fault fault, Map<Integer, String> reasons) {
        giveBack(items);
        reasons.forEach((index, reason) -> {
            Item item = items.get(index);
            switch (fault) {
                case NO_RECORD -> keepBack(item, reason);
                case NO_LEADER -> putOff(item, reason);
                case TOO_LARGE -> tooLarge(item);
                case REFUSED -> refused(item, reason, items.size() == 1);
            }
        });
    }

    private boolean remove(Item item) {
        return item.reason() == null ? kept.remove(item) : waiting.remove(item);
    }

    /** It waits, longer each time. */
    private void keepBack(Item item, String reason) {
        long waitNanos = Math.max(SHORTEST_WAIT_NANOS, Math.min(LONGEST_WAIT_NANOS, 2 * item.waitNanos()));
        replace(item, new Item(item.ready(), true, waitNanos, nanos.getAsLong() + waitNanos, reason));
    }

    private void putOff(Item item, String reason) {
        long untilNanos = nanos.getAsLong() + LEADER_WAIT_NANOS;
        replace(item, new Item(item.ready(), item.alone(), LEADER_WAIT_NANOS, untilNanos, reason));
    }

    /** Makes it a dead letter, unless it is one. */
    private void tooLarge(Item item) {
        item.ready().tooLarge().ifPresent(letter -> {
            if (remove(item)) {
                kept.addFirst(Item.of(letter));
            }
        });
    }

    /**
     * An output blamed along with others goes alone next time, so that none is condemned for a neighbour in its batch.
     */
    private void refused(Item item, String reason, boolean wentAlone) {
        if (!wentAlone) {
            replace(item, new Item(item.ready(), true, item.waitNanos(), nanos.getAsLong(), reason));
            return;
        }
        item.ready()
                .refused(reason)
                .ifPresentOrElse(
                        letter -> replace(item, new Item(letter, true, 0, nanos.getAsLong(), reason)),
                        () -> keepBack(item, reason));
    }

    private void replace(Item item, Item waits) {
        remove(item);
        waiting.add(waits);
    }
}

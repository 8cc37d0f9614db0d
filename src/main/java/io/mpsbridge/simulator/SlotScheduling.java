package io.mpsbridge.simulator;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Slots per model: a task holds one from its start to its end, and waits while none is free.
 *
 * <p>A discrete-event simulation without timers: every call first processes the events that are due, each at its own
 * time, so that results do not depend on when calls come. At the same moment, ends come before arrivals, and otherwise
 * the event that was added first. A task created in the past arrives when it becomes known, because answers about other
 * tasks have been given and stay true.
 *
 * <p>Memory is bounded by the tasks that have not ended: one event for each running or future task, one place in a line
 * for each waiting task, and nothing for a model without either.
 */
final class SlotScheduling implements Scheduling {

    private final Concurrency concurrency;
    private final long seed;
    // All below is guarded by this.
    private final PriorityQueue<Event> ahead = new PriorityQueue<>();
    private final Map<String, Slots> byModel = new HashMap<>();
    private long knownNanos;
    private long events;
    private int waited;
    private int mostRunning;

    SlotScheduling(Concurrency concurrency, long seed) {
        this.concurrency = concurrency;
        this.seed = seed;
    }

    @Override
    public synchronized void join(SimulatedTask task, String model, long nowNanos) {
        advance(nowNanos);
        if (task.createdNanos > knownNanos) {
            await(task.createdNanos, Event.Kind.ARRIVAL, task, model);
        } else {
            arrive(task, model, knownNanos);
            // A task without duration ends at once.
            advance(knownNanos);
        }
    }

    @Override
    public synchronized void advance(long nowNanos) {
        knownNanos = Math.max(knownNanos, nowNanos);
        for (Event next = ahead.peek(); next != null && next.nanos <= knownNanos; next = ahead.peek()) {
            ahead.remove();
            switch (next.kind) {
                case END -> end(next);
                case ARRIVAL -> arrive(next.task, next.model, next.nanos);
            }
        }
    }

    @Override
    public synchronized Totals totals() {
        return new Totals(waited, mostRunning);
    }

    private void arrive(SimulatedTask task, String model, long nanos) {
        Slots slots = byModel.computeIfAbsent(
                model, added -> new Slots(concurrency.order().line(seed)));
        if (slots.taken < concurrency.slots()) {
            slots.taken++;
            mostRunning = Math.max(mostRunning, slots.taken);
            start(task, model, nanos);
        } else {
            waited++;
            slots.line.add(task);
        }
    }

    /** Passes the slot to the next task, or frees it. */
    private void end(Event end) {
        Slots slots = byModel.get(end.model);
        if (slots == null) {
            throw new IllegalStateException("a task of the model '" + end.model + "' ended that holds no slot");
        }
        SimulatedTask next = slots.line.next(end.task);
        if (next != null) {
            start(next, end.model, end.nanos);
        } else if (--slots.taken == 0) {
            byModel.remove(end.model);
        }
    }

    private void start(SimulatedTask task, String model, long nanos) {
        long endNanos = nanos + task.durationNanos;
        task.runs(nanos, endNanos);
        await(endNanos, Event.Kind.END, task, model);
    }

    private void await(long nanos, Event.Kind kind, SimulatedTask task, String model) {
        ahead.add(new Event(nanos, kind, events++, task, model));
    }

    /** The slots of one model. */
    private static final class Slots {
        final WaitingLine line;
        int taken;

        Slots(WaitingLine line) {
            this.line = line;
        }
    }

    private record Event(long nanos, Kind kind, long number, SimulatedTask task, String model)
            implements Comparable<Event> {

        private static final Comparator<Event> BY_TIME = Comparator.comparingLong(Event::nanos)
                .thenComparing(Event::kind)
                .thenComparingLong(Event::number);

        /** In the order of processing at the same moment. */
        enum Kind {
            END,
            ARRIVAL
        }

        @Override
        public int compareTo(Event other) {
            return BY_TIME.compare(this, other);
        }
    }
}

package io.mpsbridge.bench;

import io.mpsbridge.poll.PlanEntry;
import io.mpsbridge.poll.PollPlan;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashSet;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;

/** Who says that tasks may have ended. Of one run. */
final class Hints {

    private static final long NEVER = Long.MAX_VALUE;

    private record Hint(PlanEntry<Arrival> entry, long atNanos) {}

    private final double part;
    private final double delaySeconds;
    private final long floodNanos;
    private final SplittableRandom random = new SplittableRandom(5);
    private final Queue<Hint> due = new PriorityQueue<>(Comparator.comparingLong(Hint::atNanos));
    private final Set<PlanEntry<Arrival>> inFlight = new HashSet<>();
    private long nextFlood;

    private Hints(double part, double delaySeconds, long floodNanos) {
        this.part = part;
        this.delaySeconds = delaySeconds;
        this.floodNanos = floodNanos;
        this.nextFlood = floodNanos;
    }

    static Hints none() {
        return new Hints(0, 0, NEVER);
    }

    /** About a part of the tasks, up to twice the delay after their end. */
    static Hints of(double part, double delaySeconds) {
        return new Hints(part, delaySeconds, NEVER);
    }

    /** About every task in flight, every second, ended or not. */
    static Hints flood() {
        return new Hints(0, 0, Arrivals.nanos(1));
    }

    void added(PlanEntry<Arrival> entry) {
        inFlight.add(entry);
        if (random.nextDouble() < part) {
            due.add(new Hint(entry, entry.payload().endsAt() + Arrivals.nanos(2 * delaySeconds * random.nextDouble())));
        }
    }

    void ended(PlanEntry<Arrival> entry) {
        inFlight.remove(entry);
    }

    long next() {
        return Math.min(nextFlood, due.isEmpty() ? NEVER : due.peek().atNanos());
    }

    /** Gives what is due. */
    void give(PollPlan<Arrival> plan, long now) {
        Queue<PlanEntry<Arrival>> hinted = new ArrayDeque<>();
        if (nextFlood <= now) {
            hinted.addAll(inFlight);
            nextFlood += floodNanos;
        }
        while (!due.isEmpty() && due.peek().atNanos() <= now) {
            hinted.add(due.remove().entry());
        }
        hinted.stream().filter(inFlight::contains).forEach(entry -> plan.hint(entry, now));
    }
}

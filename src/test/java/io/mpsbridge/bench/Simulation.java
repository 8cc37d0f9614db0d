package io.mpsbridge.bench;

import io.mpsbridge.limit.Permits;
import io.mpsbridge.poll.Phase;
import io.mpsbridge.poll.PlanEntry;
import io.mpsbridge.poll.PollPlan;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;

/**
 * One run in virtual time: the real permits and a plan against a service that answers every call after
 * {@value #ROUND_TRIP_MILLIS} ms and looks at the task half-way. Nothing is read from a clock.
 */
final class Simulation {

    static final int LIMIT = 20;
    static final int ROUND_TRIP_MILLIS = 8;

    private static final long ROUND_TRIP = ROUND_TRIP_MILLIS * 1_000_000L;
    private static final long NEVER = Long.MAX_VALUE;

    /**
     * What came out, of the tasks that ended within the span.
     *
     * @param mean delay from the end to the answer that told of it, seconds
     * @param p99 the delay that one task in a hundred exceeds, seconds
     * @param callsPerTask calls per task that ended
     * @param used part of the quota that was used
     */
    record Result(double mean, double p99, double callsPerTask, double used) {}

    /** Whether answers say that a task waits or runs. */
    enum Phases {
        TOLD,
        HIDDEN
    }

    /** What the plan is told besides the ends. */
    record Told(Phases phases, Hints hints) {}

    /** The tasks that count: those that end in the span, by times in seconds. */
    record Span(double from, double to) {}

    private record Call(PlanEntry<Arrival> entry, long sentNanos) {}

    private final PollPlan<Arrival> plan;
    private final int limit;
    private final Permits permits;
    private final List<Arrival> arrivals;
    private final long from;
    private final long to;
    private final Phases phases;
    private final Hints hints;
    private final ArrayDeque<Call> open = new ArrayDeque<>();

    private final double[] delays;
    private int ended;
    private long calls;
    private int next;

    private Simulation(PollPlan<Arrival> plan, int limit, List<Arrival> arrivals, Span span, Told told) {
        this.plan = plan;
        this.limit = limit;
        this.permits = new Permits(limit, Duration.ofSeconds(1));
        this.arrivals = arrivals;
        this.from = Arrivals.nanos(span.from);
        this.to = Arrivals.nanos(span.to);
        this.phases = told.phases();
        this.hints = told.hints();
        this.delays = new double[(int) arrivals.stream().filter(this::counts).count()];
    }

    /** As below, without hints. */
    static Result run(PollPlan<Arrival> plan, List<Arrival> arrivals, double from, double to, Phases phases) {
        return run(plan, arrivals, from, to, new Told(phases, Hints.none()));
    }

    /** As below, with a limit of {@value #LIMIT}. */
    static Result run(PollPlan<Arrival> plan, List<Arrival> arrivals, double from, double to, Told told) {
        return run(plan, LIMIT, arrivals, new Span(from, to), told);
    }

    /** Runs until every task that ended in the span was noticed; the limit is in requests per second. */
    static Result run(PollPlan<Arrival> plan, int limit, List<Arrival> arrivals, Span span, Told told) {
        Simulation simulation = new Simulation(plan, limit, arrivals, span, told);
        simulation.run();
        double[] delays = simulation.delays;
        Arrays.sort(delays);
        return new Result(
                Arrays.stream(delays).average().orElse(0),
                delays[delays.length * 99 / 100],
                (double) simulation.calls / delays.length,
                simulation.calls / (limit * (span.to - span.from)));
    }

    private void run() {
        permits.share(limit, 0);
        long now = 0;
        while (ended < delays.length) {
            now = Math.min(Math.min(nextArrival(), hints.next()), Math.min(nextAnswer(), nextTurn(now)));
            if (now == NEVER) {
                throw new IllegalStateException("the plan forgot a task");
            }
            step(now);
        }
    }

    private void step(long now) {
        while (nextArrival() <= now) {
            Arrival arrival = arrivals.get(next++);
            PlanEntry<Arrival> entry = new PlanEntry<>(arrival, arrival.model(), arrival.bornAt(), arrival.id(), false);
            plan.add(entry, now);
            hints.added(entry);
        }
        if (hints.next() <= now) {
            hints.give(plan, now);
        }
        while (nextAnswer() <= now) {
            permits.giveBack(now);
            answer(open.remove(), now);
        }
        while (nextTurn(now) == now) {
            permits.take(now);
            open.add(new Call(plan.take(now), now));
            if (now >= from && now < to) {
                calls++;
            }
        }
    }

    private void answer(Call call, long now) {
        Arrival arrival = call.entry.payload();
        if (call.sentNanos + ROUND_TRIP / 2 < arrival.endsAt()) {
            plan.unfinished(call.entry, phase(call.sentNanos + ROUND_TRIP / 2, arrival), call.sentNanos, now);
            return;
        }
        plan.ended(call.entry, call.sentNanos, now);
        hints.ended(call.entry);
        if (counts(arrival)) {
            delays[ended++] = (now - arrival.endsAt()) / 1e9;
        }
    }

    private Phase phase(long at, Arrival arrival) {
        if (phases == Phases.HIDDEN) {
            return Phase.UNKNOWN;
        }
        return at < arrival.startsAt() ? Phase.WAITING : Phase.RUNNING;
    }

    private boolean counts(Arrival arrival) {
        return arrival.endsAt() >= from && arrival.endsAt() < to;
    }

    private long nextArrival() {
        return next < arrivals.size() ? arrivals.get(next).createdAt() : NEVER;
    }

    private long nextAnswer() {
        return open.isEmpty() ? NEVER : open.peek().sentNanos + ROUND_TRIP;
    }

    private long nextTurn(long now) {
        long wait = Math.max(permits.waitNanos(now), plan.waitNanos(now));
        return wait == NEVER ? NEVER : now + wait;
    }
}

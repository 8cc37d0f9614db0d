package io.mpsbridge.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The active faults. Latencies add up; of the others, the first added one that hits replaces the answer. Thread-safe.
 */
public final class Faults {

    private static final int MAX_FAULTS = 100;

    private final SimulatorTime time;
    private final AnswerCounts counts;
    private final SeededRandom random;
    private final Set<String> accounts;
    // Replaced as a whole under the lock, so that calls without faults take no lock.
    private volatile List<Active> active = List.of();

    /** @param accounts the names of those that can call */
    Faults(SimulatorTime time, AnswerCounts counts, SeededRandom random, Set<String> accounts) {
        this.time = time;
        this.counts = counts;
        this.random = random;
        this.accounts = Set.copyOf(accounts);
    }

    /**
     * Adds a fault after the existing ones.
     *
     * @throws IllegalArgumentException if there are already a hundred, or if there is no such account
     */
    public synchronized void add(Fault fault) {
        fault.target().account().filter(name -> !accounts.contains(name)).ifPresent(name -> {
            throw new IllegalArgumentException("account: there is none named '" + name + "'");
        });
        List<Active> all = new ArrayList<>(alive());
        if (all.size() >= MAX_FAULTS) {
            throw new IllegalArgumentException("there are " + MAX_FAULTS + " faults already");
        }
        all.add(new Active(fault, time.nanos()));
        active = List.copyOf(all);
    }

    public synchronized void clear() {
        active = List.of();
    }

    /** The active faults, with the hits and the time they have left. */
    public synchronized List<Fault> active() {
        return alive().stream().map(fault -> fault.left(time.nanos())).toList();
    }

    /** The delay of a call that has just arrived. */
    Delays delays(Call call) {
        if (active.isEmpty()) {
            return Delays.NONE;
        }
        synchronized (this) {
            Delays sum = Delays.NONE;
            for (Active candidate : alive()) {
                if (candidate.fault.effect().delaysCalls() && candidate.strikes(call, random)) {
                    sum = sum.plus(candidate.fault.effect().delays(random));
                    hit(candidate);
                }
            }
            return sum;
        }
    }

    /**
     * How far the server's clock is off; that is the same for all calls, whatever the fault's probability, times and
     * target.
     */
    Instant serverTime() {
        Instant now = time.wallNow();
        for (Active candidate : active.isEmpty() ? active : alive()) {
            now = now.plus(candidate.fault.effect().clockOffset());
        }
        return now;
    }

    /** The replacement of the answer, if a fault hits the call or the task has a fault of its own. */
    Optional<Delivery> onAnswer(Call call, Reply reply) {
        Optional<Delivery> replaced = active.isEmpty() ? Optional.empty() : inForce(call, reply.answer());
        return replaced.isPresent() ? replaced : ofTask(call, reply);
    }

    private synchronized Optional<Delivery> inForce(Call call, Answer answer) {
        for (Active candidate : alive()) {
            Optional<Delivery> delivery = candidate.fault.effect().onAnswer(call.kind(), answer, random);
            if (delivery.isPresent() && candidate.strikes(call, random)) {
                hit(candidate);
                return delivery;
            }
        }
        return Optional.empty();
    }

    private Optional<Delivery> ofTask(Call call, Reply reply) {
        Effect fault = reply.ownFault();
        if (fault == null) {
            return Optional.empty();
        }
        Optional<Delivery> delivery =
                fault.onAnswer(call.kind(), reply.answer(), SeededRandom.of(time.nanos(), call.taskId()));
        delivery.ifPresent(hit -> counts.fault(fault));
        return delivery;
    }

    private void hit(Active fault) {
        fault.hits++;
        counts.fault(fault.fault.effect());
    }

    private List<Active> alive() {
        long now = time.nanos();
        List<Active> all = active;
        if (all.stream().anyMatch(fault -> fault.isOver(now))) {
            all = all.stream().filter(fault -> !fault.isOver(now)).toList();
            active = all;
        }
        return all;
    }

    /** Before the call is counted, and before its answer is sent. */
    record Delays(Duration before, Duration after) {
        static final Delays NONE = new Delays(Duration.ZERO, Duration.ZERO);

        Delays plus(Delays more) {
            return new Delays(before.plus(more.before), after.plus(more.after));
        }
    }

    /** Guarded by the lock of the faults. */
    private static final class Active {
        final Fault fault;
        final long sinceNanos;
        long hits;

        Active(Fault fault, long sinceNanos) {
            this.fault = fault;
            this.sinceNanos = sinceNanos;
        }

        boolean isOver(long now) {
            return fault.times().map(times -> hits >= times).orElse(false)
                    || fault.lasting()
                            .map(lasting -> now - sinceNanos >= lasting.toNanos())
                            .orElse(false);
        }

        boolean strikes(Call call, SeededRandom random) {
            return fault.target().includes(call) && random.uniform() < fault.probability();
        }

        Fault left(long now) {
            Fault left =
                    fault.times().isPresent() ? fault.withTimes(fault.times().get() - hits) : fault;
            return left.lasting()
                    .map(lasting -> left.withLasting(lasting.minusNanos(now - sinceNanos)))
                    .orElse(left);
        }
    }
}

package io.mpsbridge.kafka;

import io.mpsbridge.task.Accepted;
import io.mpsbridge.task.Origin;
import io.mpsbridge.task.TaskOutcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Predicate;

/** Stands where the pipeline stands: the test decides which task ends when, and how. */
final class ScriptedListener implements LoopListener {

    private final Map<Origin, Accepted> open = new LinkedHashMap<>();
    private final List<Origin> forgotten = new ArrayList<>();
    private final AtomicLong watched = new AtomicLong();
    private volatile Predicate<Accepted> atOnce = task -> false;
    private volatile Function<Accepted, TaskOutcome> answer = OutcomeFixtures::completed;
    private volatile BridgeLoop loop;
    private volatile boolean permits = true;
    private volatile long leaseEnd;
    private volatile boolean leased;
    private final AtomicLong lapses = new AtomicLong();

    void attach(BridgeLoop started) {
        loop = started;
    }

    /** Tasks that end as soon as they come in. */
    ScriptedListener endsAtOnce(Predicate<Accepted> which) {
        atOnce = which;
        return this;
    }

    /** How tasks end; with one image unless told. */
    ScriptedListener answersWith(Function<Accepted, TaskOutcome> how) {
        answer = how;
        return this;
    }

    @Override
    public void watch(List<Accepted> tasks) {
        watched.addAndGet(tasks.size());
        for (Accepted task : tasks) {
            if (atOnce.test(task)) {
                end(task);
            } else {
                synchronized (open) {
                    open.put(task.origin(), task);
                }
            }
        }
    }

    @Override
    public void assignmentChanged(Set<Integer> partitions, int of) {
        // What is asked when is not this watcher's concern.
    }

    @Override
    public void leaseUntil(long end, long wallEndMillis) {
        long now = System.nanoTime();
        if (leased && leaseEnd - now <= 0) {
            lapses.incrementAndGet();
        }
        leased = leased || end - now > 0;
        leaseEnd = end;
    }

    /** Whether the lease has run until now since it first began. */
    boolean keptItsLease() {
        return leased && lapses.get() == 0 && leaseEnd - System.nanoTime() > 0;
    }

    /** From now on this replica's share of the rate limit is nothing, or something again. */
    void hasPermits(boolean any) {
        permits = any;
    }

    @Override
    public boolean hasPermits() {
        return permits;
    }

    @Override
    public void forget(int partition, int epoch) {
        synchronized (open) {
            open.keySet().removeIf(origin -> {
                boolean over = origin.partition() == partition && origin.epoch() == epoch;
                if (over) {
                    forgotten.add(origin);
                }
                return over;
            });
        }
    }

    /** Everything handed over so far, however often. */
    long watched() {
        return watched.get();
    }

    /** Tasks that wait for their end, in the order in which they came. */
    List<Accepted> open() {
        synchronized (open) {
            return List.copyOf(open.values());
        }
    }

    List<String> openIds() {
        return open().stream().map(each -> each.task().taskId()).toList();
    }

    /** Tasks whose assignment ended before they did. */
    List<Origin> forgotten() {
        synchronized (open) {
            return List.copyOf(forgotten);
        }
    }

    void end(Accepted task) {
        synchronized (open) {
            open.remove(task.origin());
        }
        loop.finished(task.origin(), answer.apply(task));
    }

    void endAll() {
        open().forEach(this::end);
    }
}

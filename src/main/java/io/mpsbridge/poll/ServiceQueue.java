package io.mpsbridge.poll;

import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A queue of the service, as far as it can be seen: which of its tasks have started, and when. Holds the tasks of which
 * no answer has said that they run, in the order in which they were created. The frontier between those presumed to
 * have started and those presumed to wait moves with time and with every answer; a task that it passes is taken to have
 * started then. While no answer has ever said that a task waits, every task is taken to have started when it was
 * created.
 */
final class ServiceQueue<T> {

    private static final double SECOND = 1e9;
    /** Beyond that, a start is as good as never. */
    private static final double LONGEST_SECONDS = 1e6;
    /** A silence longer than this moves the frontier no further. */
    private static final double LONGEST_ADVANCE_SECONDS = 60;
    /** How many tasks the frontier passes in one turn at least, so that a turn is short. */
    private static final int LEAST_MOVES = 32;
    /** Which part of the tasks it may pass in one turn, as a shift. */
    private static final int MOVES_SHIFT = 10;
    /** The frontier takes back a task only from that far behind it, or it would swing with each answer. */
    private static final double HYSTERESIS = 1;
    /** Without a queue, how far the frontier may be behind the newest task, as a part of those not seen running. */
    private static final double DOUBT = 0.1;
    /** How many standard deviations beyond the frontier a task must stand for a start to be out of turn. */
    private static final double FAR = 3;

    private static final double LEAST_RATE = 0.01;
    /** From this weight on, order is believed where one thing or the other must be said. */
    private static final double BELIEVED = 0.5;

    private final ObjLongConsumer<PlanEntry<T>> onMove;
    private final OrderedTasks<T> started = new OrderedTasks<>(StartState.PRESUMED_STARTED);
    private final OrderedTasks<T> waiting = new OrderedTasks<>(StartState.PRESUMED_WAITING);
    private final OrderEvidence evidence = new OrderEvidence();
    private final Overtaking overtaking = new Overtaking();
    private final StartRate startRate = new StartRate();
    private final PhaseCounts counts = new PhaseCounts();
    /** When the belief was brought up to date. */
    private long lastNanos;
    /** Since then the frontier has passed no task. */
    private long lastMoveNanos;
    /** The newest tasks that are presumed to have started because nothing waits. */
    private int unproven;

    private boolean everWaited;

    /** @param onMove told of each task whose start is presumed anew, with the present moment */
    ServiceQueue(ObjLongConsumer<PlanEntry<T>> onMove) {
        this.onMove = onMove;
    }

    /** How many tasks of which no answer has said that they run. */
    int size() {
        return started.size() + waiting.size();
    }

    /** Whether it has no task at all. */
    boolean isEmpty() {
        return counts.tasks() == 0;
    }

    int presumedWaiting() {
        return waiting.size();
    }

    /** How far order is to be believed, from 0 to 1; 0 while nothing has ever waited. */
    double inOrder() {
        return everWaited ? evidence.inOrder() : 0;
    }

    boolean isInOrder() {
        return inOrder() >= BELIEVED;
    }

    /** Whether an answer has ever said that a task waits. */
    boolean hasWaited() {
        return everWaited;
    }

    PhaseCounts counts() {
        return counts;
    }

    StartRate startRate() {
        return startRate;
    }

    /** How many tasks start before this one, which is presumed to wait. */
    int before(PlanEntry<T> entry) {
        return (int) Math.max(0, Math.round(place(entry) - 0.5 - frontier().position()));
    }

    Overtaking overtaking() {
        return overtaking;
    }

    StartFrontier frontier() {
        return evidence.frontier();
    }

    /** Takes in a task that is in no queue. */
    void add(PlanEntry<T> entry, long nowNanos) {
        entry.queue = this;
        counts.add(entry);
        if (entry.startState == StartState.STARTED) {
            return;
        }
        advance(nowNanos);
        entry.startNanos = entry.bornNanos();
        if (waiting.isEmpty()) {
            started.add(entry);
            unproven++;
            evidence.reset(started.size(), DOUBT * unproven);
        } else if (place(entry) < frontier().position()) {
            started.add(entry);
            evidence.shift(1);
        } else {
            waiting.add(entry);
        }
    }

    /** Forgets a task; does nothing for one that is not there. */
    void remove(PlanEntry<T> entry) {
        if (entry.queue != this) {
            return;
        }
        entry.queue = null;
        counts.remove(entry);
        if (isTracked(entry)) {
            untrack(entry);
        }
    }

    private void untrack(PlanEntry<T> entry) {
        if (place(entry) < frontier().position()) {
            evidence.shift(-1);
        }
        (started.contains(entry) ? started : waiting).remove(entry);
    }

    /** What the last answer about the task said. */
    void answered(PlanEntry<T> entry, Phase phase) {
        counts.remove(entry);
        entry.answered(phase);
        counts.add(entry);
    }

    /** An answer to a poll sent at {@code sentNanos} said that the task waits. */
    void waits(PlanEntry<T> entry, long sentNanos, long nowNanos) {
        if (!everWaited) {
            everWaited = true;
            lastMoveNanos = nowNanos;
        }
        advance(nowNanos);
        if (!isTracked(entry)) {
            // It ran, and the service has put it back.
            waiting.add(entry);
        }
        observe(false, entry, nowNanos);
        if (started.contains(entry)) {
            move(entry, started, waiting);
            startRate.started(-1);
        }
        entry.startNanos = later(entry.startNanos, sentNanos);
        advance(nowNanos);
    }

    /** An answer to a poll sent at {@code sentNanos} said that the task runs or has ended. */
    void started(PlanEntry<T> entry, long sentNanos, long nowNanos) {
        if (!isTracked(entry)) {
            return;
        }
        advance(nowNanos);
        observe(true, entry, nowNanos);
        if (waiting.contains(entry)) {
            double ahead = Math.max(0, frontier().position() - place(entry));
            long passedNanos = earlier(sentNanos, nowNanos - nanos(ahead / rate()));
            entry.startNanos = later(entry.lastUnfinishedNanos, passedNanos);
            startRate.started(1);
        }
        untrack(entry);
        entry.startState = StartState.STARTED;
        advance(nowNanos);
    }

    /** When the task started, or is expected to. */
    long startNanos(PlanEntry<T> entry, long nowNanos) {
        return waiting.contains(entry)
                ? nowNanos + nanos(Math.max(0, place(entry) - frontier().position()) / rate())
                : entry.startNanos;
    }

    /**
     * The task at the frontier, an answer about which tells most of how far the queue has come; null while nothing
     * waits.
     *
     * @param deviations how far from where the frontier is most probable
     */
    @Nullable PlanEntry<T> atFrontier(double deviations) {
        if (waiting.isEmpty()) {
            return null;
        }
        StartFrontier frontier = frontier();
        long rank = Math.round(frontier.position() + deviations * frontier.deviation() - 0.5);
        int bounded = (int) Math.max(0, Math.min(size() - 1, rank));
        return bounded < started.size() ? started.get(bounded) : waiting.get(bounded - started.size());
    }

    /** A task that is presumed to wait, of any rank; null without any. */
    @Nullable PlanEntry<T> beyondFrontier(double part) {
        return waiting.isEmpty() ? null : waiting.get((int) (part * waiting.size()));
    }

    /** For how many seconds of the queue's progress the frontier is uncertain. */
    double uncertainSeconds() {
        return frontier().deviation() / rate();
    }

    /** Moves the frontier to where it is at this moment. */
    void advance(long nowNanos) {
        double seconds = Math.max(0, (nowNanos - lastNanos) / SECOND);
        lastNanos = nowNanos;
        if (waiting.isEmpty() && !everWaited) {
            return;
        }
        if (!waiting.isEmpty()) {
            double elapsed = Math.min(LONGEST_ADVANCE_SECONDS, seconds);
            evidence.advance(elapsed);
            startRate.advance(elapsed, isInOrder());
        }
        evidence.limit(size());
        int moves = LEAST_MOVES + (size() >>> MOVES_SHIFT);
        takeBack(pass(moves, nowNanos), nowNanos);
    }

    /** Returns how many of the moves are left. */
    private int pass(int moves, long nowNanos) {
        int left = moves;
        double position = frontier().position();
        while (left > 0 && !waiting.isEmpty()) {
            PlanEntry<T> first = waiting.first();
            double ahead = position - place(first);
            if (ahead < 0) {
                break;
            }
            long passedNanos = later(lastMoveNanos, nowNanos - nanos(ahead / rate()));
            first.startNanos = later(first.lastUnfinishedNanos, passedNanos);
            move(first, waiting, started);
            startRate.started(1);
            onMove.accept(first, nowNanos);
            left--;
        }
        // Where not all could be moved, the others were passed before now.
        lastMoveNanos = left > 0 ? nowNanos : lastMoveNanos;
        return left;
    }

    private void takeBack(int moves, long nowNanos) {
        double position = frontier().position() + HYSTERESIS;
        for (int left = moves; left > 0 && !started.isEmpty(); left--) {
            PlanEntry<T> last = started.last();
            if (place(last) < position) {
                return;
            }
            move(last, started, waiting);
            startRate.started(-1);
            onMove.accept(last, nowNanos);
        }
    }

    private void observe(boolean hasStarted, PlanEntry<T> entry, long nowNanos) {
        double place = place(entry);
        if (waiting.isEmpty() && hasStarted) {
            unproven = Math.max(0, Math.min(unproven, (int) (started.size() - place)));
            evidence.reset(started.size(), DOUBT * unproven);
            return;
        }
        StartFrontier frontier = frontier();
        if (place > frontier.position() + FAR * frontier.spread()) {
            overtaking.observe(hasStarted, !entry.seenAlive(), (nowNanos - entry.lastUnfinishedNanos) / SECOND);
        }
        evidence.observe(hasStarted, place);
    }

    private boolean isTracked(PlanEntry<T> entry) {
        return started.contains(entry) || waiting.contains(entry);
    }

    private void move(PlanEntry<T> entry, OrderedTasks<T> from, OrderedTasks<T> to) {
        from.remove(entry);
        to.add(entry);
    }

    /** The middle of the task's place in the order. */
    private double place(PlanEntry<T> entry) {
        return started.rank(entry) + waiting.rank(entry) + 0.5;
    }

    private double rate() {
        return Math.max(LEAST_RATE, frontier().rate());
    }

    private static long nanos(double seconds) {
        return (long) (SECOND * Math.min(LONGEST_SECONDS, seconds));
    }

    private static long later(long one, long other) {
        return one - other < 0 ? other : one;
    }

    private static long earlier(long one, long other) {
        return one - other < 0 ? one : other;
    }
}

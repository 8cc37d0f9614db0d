package io.mpsbridge.pipeline;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Bad answers since the last good one that count against the service: a task that failed before that good answer has a
 * problem of its own, and does not count. Bounded.
 */
final class FailureWindow {

    /** Failures of this many different tasks, or of all if there are fewer, are no coincidence. */
    static final int TASKS = 10;
    /** This many tasks not found are no coincidence, unless a task seen alive can refute it. */
    static final int NOT_FOUND = 20;

    static final long LEAST = Duration.ofSeconds(2).toNanos();

    private final Set<String> failing = new HashSet<>();
    private final Set<String> notFound = new HashSet<>();
    private int refusals;
    private int outages;
    private boolean lostOneSeenAlive;
    private boolean witnessed;
    private boolean begun;
    private long firstSentNanos;
    private @Nullable HealthSignal refused;
    private @Nullable HealthSignal unavailable;
    private @Nullable HealthSignal unknown;

    private boolean anyGood;
    private long lastGoodNanos;

    /** A cause and the answer that shows it. */
    record Trip(OpenCause cause, HealthSignal evidence) {}

    void good(long nowNanos) {
        anyGood = true;
        lastGoodNanos = nowNanos;
        if (begun) {
            failing.clear();
            notFound.clear();
            refusals = 0;
            outages = 0;
            lostOneSeenAlive = false;
            begun = false;
        }
    }

    /** Records a bad answer; returns the cause if the breaker has to open. */
    Optional<Trip> bad(Observation answer) {
        if (anyGood && answer.failingSinceNanos() - lastGoodNanos < 0) {
            return Optional.empty();
        }
        firstSentNanos = begun && answer.sentNanos() - firstSentNanos > 0 ? firstSentNanos : answer.sentNanos();
        begun = true;
        count(answer);
        long sinceNanos = anyGood && lastGoodNanos - firstSentNanos > 0 ? lastGoodNanos : firstSentNanos;
        return answer.nowNanos() - sinceNanos < LEAST ? Optional.empty() : trip(answer.suspects());
    }

    private void count(Observation answer) {
        switch (answer.evidence().kind()) {
            case NOT_FOUND -> {
                add(notFound, answer.taskId(), NOT_FOUND);
                lostOneSeenAlive |= answer.seenAlive();
                witnessed = answer.witnessed();
                unknown = answer.evidence();
            }
            case REFUSED -> {
                add(failing, answer.taskId(), TASKS);
                refusals++;
                refused = answer.evidence();
            }
            case UNAVAILABLE -> {
                add(failing, answer.taskId(), TASKS);
                outages++;
                unavailable = answer.evidence();
            }
            case GOOD, MALFORMED, THROTTLED -> throw new IllegalArgumentException("no bad answer");
        }
    }

    private Optional<Trip> trip(int suspects) {
        if (failing.size() >= Math.min(TASKS, Math.max(1, suspects - notFound.size()))) {
            return refused != null && refusals >= outages
                    ? Optional.of(new Trip(OpenCause.REFUSED, refused))
                    : Optional.ofNullable(unavailable).map(last -> new Trip(OpenCause.OUTAGE, last));
        }
        return lostOneSeenAlive || (notFound.size() >= NOT_FOUND && !witnessed)
                ? Optional.ofNullable(unknown).map(last -> new Trip(OpenCause.NOT_FOUND, last))
                : Optional.empty();
    }

    private static void add(Set<String> tasks, String taskId, int most) {
        if (tasks.size() < most) {
            tasks.add(taskId);
        }
    }
}

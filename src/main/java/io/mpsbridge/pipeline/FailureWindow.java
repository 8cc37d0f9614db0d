package io.mpsbridge.pipeline;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The bad answers since the last good one, as far as they are evidence against the service: a task that failed before that
 * good answer has trouble of its own, and is none. Bounded.
 */
final class FailureWindow {

    /** Failures of that many different tasks are no accident; of all there are, if these are fewer. */
    static final int TASKS = 10;
    /** That many tasks not found are no accident, unless one is at hand that can bear witness. */
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

    /** A cause, and the answer that shows it. */
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

    /** Whether that is everybody's trouble by now. */
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

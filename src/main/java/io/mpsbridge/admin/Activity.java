package io.mpsbridge.admin;

import io.mpsbridge.pipeline.PollRecorder;
import io.mpsbridge.task.QuotaScope;
import io.mpsbridge.task.TaskOutcome;
import io.mpsbridge.task.Times;
import io.mpsbridge.task.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The last five minutes, for the console: calls and detection delays by second, the newest outcomes, and counts by
 * failure reason and by replay. Bounded. Thread-safe.
 */
public final class Activity implements PollRecorder {

    static final int SECONDS = 300;
    private static final int OUTCOMES = 50;
    private static final int KINDS = 50;
    private static final String OTHER = "other";
    private static final double NANOS_PER_SECOND = 1_000_000_000.0;

    private final Function<TaskOutcome.Completed, @Nullable Instant> availableUntil;
    private final LongSupplier nanos;
    private final Object lock = new Object();

    // Guarded by the lock.
    private final long startedNanos;
    private final int[] calls = new int[SECONDS];
    private final int[] delays = new int[SECONDS];
    private final double[] delaySums = new double[SECONDS];
    private final Deque<Outcome> outcomes = new ArrayDeque<>();
    private final Map<String, Long> failures = new TreeMap<>();
    private final Map<String, Long> replays = new TreeMap<>();
    private long second;
    private long lastOutcome;

    /** @param availableUntil until when a task's images can be fetched, null if unknown */
    public Activity(Function<TaskOutcome.Completed, @Nullable Instant> availableUntil, LongSupplier nanos) {
        this.availableUntil = availableUntil;
        this.nanos = nanos;
        this.startedNanos = nanos.getAsLong();
    }

    record Outcome(
            long number,
            String taskId,
            String kind,
            @Nullable String account,
            @Nullable String model,
            @Nullable String reason,
            @Nullable String message,
            Instant detectedAt,
            double durationSeconds,
            @Nullable Double delaySeconds,
            @Nullable Instant availableUntil,
            int polls,
            @Nullable String replayName) {}

    /** A past second: its calls, and the mean bound of the detection delays found in it, if any. */
    record Second(long number, int calls, @Nullable Double delay) {}

    /** Outcomes are in order, the oldest first. */
    record Recent(
            List<Second> seconds, List<Outcome> outcomes, Map<String, Long> failures, Map<String, Long> replays) {}

    @Override
    public void polled(QuotaScope scope, Verdict verdict, Duration took) {
        synchronized (lock) {
            calls[slot()]++;
        }
    }

    @Override
    public void finished(TaskOutcome outcome) {
        Double delay = outcome.requestId() == null ? null : delay(outcome);
        synchronized (lock) {
            if (delay != null) {
                int slot = slot();
                delays[slot]++;
                delaySums[slot] += delay;
            }
            outcomes.addLast(shown(++lastOutcome, outcome, delay));
            if (outcomes.size() > OUTCOMES) {
                outcomes.removeFirst();
            }
            failure(outcome).ifPresent(failed -> {
                String code = failed.errorCode();
                count(failures, failed.reason() + (code == null ? "" : " " + code));
            });
            String replay = outcome.task().lineage().replayName();
            if (replay != null) {
                count(replays, replay);
            }
        }
    }

    /** What is kept of the time after the given second and outcome. */
    Recent since(long afterSecond, long afterOutcome) {
        synchronized (lock) {
            slot();
            List<Second> seconds = new ArrayList<>();
            for (long each = Math.max(afterSecond + 1, Math.max(0, second - SECONDS + 1)); each < second; each++) {
                int slot = (int) (each % SECONDS);
                seconds.add(new Second(each, calls[slot], delays[slot] == 0 ? null : delaySums[slot] / delays[slot]));
            }
            return new Recent(
                    seconds,
                    outcomes.stream().filter(each -> each.number > afterOutcome).toList(),
                    Map.copyOf(failures),
                    Map.copyOf(replays));
        }
    }

    /** The current second's slot; clears the slots of seconds without events on the way. */
    private int slot() {
        long now = TimeUnit.NANOSECONDS.toSeconds(nanos.getAsLong() - startedNanos);
        for (long each = Math.max(second + 1, now - SECONDS + 1); each <= now; each++) {
            int slot = (int) (each % SECONDS);
            calls[slot] = 0;
            delays[slot] = 0;
            delaySums[slot] = 0;
        }
        second = Math.max(second, now);
        return (int) (second % SECONDS);
    }

    private Outcome shown(long number, TaskOutcome outcome, @Nullable Double delay) {
        Optional<TaskOutcome.Failed> failure = failure(outcome);
        return new Outcome(
                number,
                outcome.task().taskId(),
                outcome.task().scope().kind().label(),
                outcome.task().scope().account(),
                outcome.task().model(),
                failure.map(failed -> failed.reason().name()).orElse(null),
                failure.map(TaskOutcome.Failed::message).orElse(null),
                outcome.detectedAt(),
                seconds(outcome.task().createdAt(), outcome.detectedAt()),
                delay,
                outcome.<Optional<Instant>>fold(
                                completed -> Optional.ofNullable(availableUntil.apply(completed)),
                                failed -> Optional.empty())
                        .orElse(null),
                outcome.polls(),
                outcome.task().lineage().replayName());
    }

    private static Optional<TaskOutcome.Failed> failure(TaskOutcome outcome) {
        return outcome.fold(completed -> Optional.empty(), Optional::of);
    }

    private static double delay(TaskOutcome outcome) {
        Instant alive = outcome.lastUnfinishedAt();
        return seconds(alive == null ? outcome.task().createdAt() : alive, outcome.detectedAt());
    }

    private static double seconds(Instant from, Instant to) {
        return Math.max(0, Times.nanosBetween(from, to)) / NANOS_PER_SECOND;
    }

    private static void count(Map<String, Long> counts, String kind) {
        counts.merge(counts.containsKey(kind) || counts.size() < KINDS ? kind : OTHER, 1L, Long::sum);
    }
}

package io.mpsbridge.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.mpsbridge.pipeline.PollRecorder;
import io.mpsbridge.task.FailureReason;
import io.mpsbridge.task.QuotaScope;
import io.mpsbridge.task.TaskOutcome;
import io.mpsbridge.task.TaskResults;
import io.mpsbridge.task.Times;
import io.mpsbridge.task.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Polls by verdict and code, and outcomes of tasks. */
final class PollMeters implements PollRecorder {

    private static final Duration[] ROUND_TRIPS = millis(5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000);
    private static final Duration[] DURATIONS = seconds(1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1_800, 3_600, 7_200);
    private static final Duration[] DELAYS = seconds(1, 2, 5, 10, 30, 60, 300, 900, 3_600, 14_400, 28_800, 43_200);

    private final VerdictTags tags = new VerdictTags();
    private final MeterProvider<Counter> polls;
    private final MeterProvider<Timer> roundTrips;
    private final MeterProvider<Timer> durations;
    private final MeterProvider<Timer> delays;
    private final MeterProvider<Counter> replayed;

    PollMeters(MeterRegistry registry) {
        polls = Counter.builder(Names.PREFIX + "polls")
                .description("requests to MPS that were answered or abandoned")
                .withRegistry(registry);
        roundTrips = Timer.builder(Names.PREFIX + "poll.round.trip")
                .description("time from starting a request to its verdict")
                .serviceLevelObjectives(ROUND_TRIPS)
                .withRegistry(registry);
        durations = Timer.builder(Names.PREFIX + "task.duration")
                .description("time from a task's creation to its outcome")
                .serviceLevelObjectives(DURATIONS)
                .withRegistry(registry);
        delays = Timer.builder(Names.PREFIX + "detection.delay.bound")
                .description("upper bound of the time from a task's end to its detection")
                .serviceLevelObjectives(DELAYS)
                .withRegistry(registry);
        replayed = Counter.builder(Names.PREFIX + "tasks.replayed")
                .description("outcomes of replayed events")
                .withRegistry(registry);
        // Rates need a zero to start from.
        Tags scope = ScopeMeters.tags(QuotaScope.DEFAULT);
        durations.withTags(scope.and(outcome("completed", Names.NONE)));
        Stream.of(FailureReason.values())
                .forEach(reason -> durations.withTags(scope.and(outcome("failed", tag(reason)))));
        polls.withTags(scope.and(new Verdict.Unfinished("", null).fold(tags)));
        polls.withTags(scope.and(new Verdict.Done(new TaskResults(List.of()), null).fold(tags)));
        roundTrips.withTags(scope);
        delays.withTags(scope);
        replayed.withTags(scope);
    }

    @Override
    public void polled(QuotaScope scope, Verdict verdict, Duration took) {
        polls.withTags(ScopeMeters.tags(scope).and(verdict.fold(tags))).increment();
        roundTrips.withTags(ScopeMeters.tags(scope)).record(took);
    }

    @Override
    public void finished(TaskOutcome outcome) {
        Instant created = outcome.task().createdAt();
        Tags scope = ScopeMeters.tags(outcome.task().scope());
        durations.withTags(scope.and(tags(outcome))).record(between(created, outcome.detectedAt()));
        if (outcome.task().lineage().replayName() != null) {
            replayed.withTags(scope).increment();
        }
        if (outcome.requestId() != null) {
            Instant alive = outcome.lastUnfinishedAt();
            delays.withTags(scope).record(between(alive == null ? created : alive, outcome.detectedAt()));
        }
    }

    private static Tags tags(TaskOutcome outcome) {
        return outcome.fold(
                completed -> outcome("completed", Names.NONE), failed -> outcome("failed", tag(failed.reason())));
    }

    private static Tags outcome(String outcome, String reason) {
        return Tags.of("outcome", outcome, "reason", reason);
    }

    private static String tag(FailureReason reason) {
        return reason.name().toLowerCase(Locale.ROOT);
    }

    /** At least zero: the clocks of different machines may disagree. */
    private static Duration between(Instant from, Instant to) {
        return Duration.ofNanos(Math.max(0, Times.nanosBetween(from, to)));
    }

    private static Duration[] seconds(long... values) {
        return LongStream.of(values).mapToObj(Duration::ofSeconds).toArray(Duration[]::new);
    }

    private static Duration[] millis(long... values) {
        return LongStream.of(values).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
    }
}

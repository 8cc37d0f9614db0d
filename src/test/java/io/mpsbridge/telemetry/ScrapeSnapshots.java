package io.mpsbridge.telemetry;

import io.mpsbridge.kafka.HintStatus;
import io.mpsbridge.kafka.LoopStatus;
import io.mpsbridge.kafka.PauseReason;
import io.mpsbridge.limit.Quota;
import io.mpsbridge.limit.QuotaStatus;
import io.mpsbridge.pipeline.BreakerPosition;
import io.mpsbridge.pipeline.Hold;
import io.mpsbridge.pipeline.PipelineStatus;
import io.mpsbridge.pipeline.ScopeStatus;
import io.mpsbridge.poll.QueueStatus;
import io.mpsbridge.task.ClaimedTime;
import io.mpsbridge.task.QuotaScope;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Snapshots to be shown. */
final class ScrapeSnapshots {

    private ScrapeSnapshots() {}

    static ScrapeSnapshot of(LoopStatus.Totals totals, LoopStatus.Partition... partitions) {
        return snapshot(
                new LoopStatus(
                        1, true, null, 7, 2_048, totals, List.of(partitions), LoopStatus.Publishing.free(), null),
                null,
                null);
    }

    static ScrapeSnapshot held(Quota.@Nullable Held quota, @Nullable Hold hold) {
        return snapshot(
                new LoopStatus(
                        1, true, null, 7, 2_048, totals(Map.of()), List.of(), LoopStatus.Publishing.free(), null),
                quota,
                hold);
    }

    static ScrapeSnapshot queues(QueueStatus... queues) {
        return snapshot(
                new LoopStatus(
                        1, true, null, 7, 2_048, totals(Map.of()), List.of(), LoopStatus.Publishing.free(), null),
                null,
                null,
                queues);
    }

    static LoopStatus.Totals totals(Map<String, Long> deadLetters) {
        long sum = deadLetters.values().stream().mapToLong(Long::longValue).sum();
        return new LoopStatus.Totals(
                100,
                60,
                new LoopStatus.LateImages(2, 1),
                5,
                sum,
                deadLetters,
                1,
                2,
                30,
                3,
                4,
                5,
                6,
                7,
                Map.of(ClaimedTime.Source.SUBMITTED_AT, 8L));
    }

    static LoopStatus.Partition partition(int number, @Nullable PauseReason pause) {
        return new LoopStatus.Partition(number, 3, pause, null, 40, 9, 11, 1_024, 4_096, null);
    }

    private static ScrapeSnapshot snapshot(
            LoopStatus loop, Quota.@Nullable Held quota, @Nullable Hold hold, QueueStatus... queues) {
        QuotaStatus share = new QuotaStatus(20, 20, quota, null, 250);
        PipelineStatus polling = new PipelineStatus(
                6, 7, Instant.EPOCH, 2, 4_000, share, hold, null, BreakerPosition.CLOSED, 0L, 0, 0, List.of(queues));
        long nowNanos = loop.turnedAtNanos() + Duration.ofMillis(1_500).toNanos();
        HintStatus hints = new HintStatus(true, true, 9, 8, 7, 6);
        return new ScrapeSnapshot(
                Instant.EPOCH.plusSeconds(180),
                nowNanos,
                true,
                loop,
                List.of(new ScopeStatus(QuotaScope.DEFAULT, polling)),
                hints,
                Map.of());
    }
}

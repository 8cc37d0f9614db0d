package io.mpsbridge.admin;

import io.mpsbridge.kafka.LoopStatus;
import io.mpsbridge.kafka.PauseReason;
import io.mpsbridge.limit.Quota;
import io.mpsbridge.limit.QuotaStatus;
import io.mpsbridge.pipeline.ScopeStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether a replica is alive and ready, and if not why, in words for whoever is on call.
 *
 * @param now the time to judge at
 * @param nowNanos the same time on the loop's clock
 */
public record Readiness(Instant now, long nowNanos) {

    /** A turn takes milliseconds; a loop that takes this long is stuck. */
    private static final Duration LONGEST_TURN = Duration.ofSeconds(60);

    /** For a replica whose loop has not started yet. */
    public static Health waiting(Instant since, String reason) {
        return new Health(false, List.of("waiting for Kafka since " + since + ": " + reason));
    }

    /** Whether the process works at all. */
    public Health live(LoopStatus loop) {
        Duration since = Duration.ofNanos(nowNanos - loop.turnedAtNanos());
        return since.compareTo(LONGEST_TURN) < 0
                ? new Health(true, List.of())
                : new Health(false, List.of("the Kafka loop has not turned for " + since.toSeconds() + " s"));
    }

    /** Whether the replica does its job. */
    public Health ready(LoopStatus kafka, List<ScopeStatus> scopes) {
        List<String> reasons = new ArrayList<>(live(kafka).reasons());
        if (!kafka.joined()) {
            reasons.add("not a member of the consumer group yet");
        }
        if (kafka.pollFailure() != null) {
            reasons.add("reading fails: " + kafka.pollFailure() + "; `check` may know what to do");
        }
        for (LoopStatus.Partition partition : kafka.partitions()) {
            if (partition.heldBecause() != null) {
                reasons.add("partition " + partition.number() + " is held: " + partition.heldBecause());
            } else if (partition.pause() == PauseReason.LOADING) {
                reasons.add("partition " + partition.number() + ": committed offsets are not read yet"
                        + (partition.loading() == null
                                ? ""
                                : ": " + partition.loading().why()));
            } else if (partition.pause() == PauseReason.NO_PERMIT) {
                reasons.add("partition " + partition.number() + " is not read: the rate limit has no permit for this"
                        + " replica's share; use fewer replicas or partitions, or bridge.replicas=standby");
            }
        }
        if (scopes.stream().anyMatch(scope -> isCutOff(scope.pipeline().quota()))) {
            reasons.add("the broker has not answered a heartbeat for so long that another replica may own the quota");
        }
        reasons.addAll(PublishingReasons.of(kafka.publishing(), nowNanos, now));
        PollingReasons polling = new PollingReasons(scopes);
        reasons.addAll(polling.faults());
        boolean ready = reasons.isEmpty();
        reasons.addAll(polling.notes());
        lost(kafka).ifPresent(reasons::add);
        return new Health(ready, reasons);
    }

    /** A standby replica that is cut off has no permits to lose, but could not take over. */
    private boolean isCutOff(QuotaStatus quota) {
        Instant end = quota.leaseUntil();
        return quota.held() == Quota.Held.NO_LEASE
                || (quota.held() == Quota.Held.NO_SHARE && end != null && end.isBefore(now));
    }

    /** A note only: lost offsets are no reason to hold up a roll-out. */
    private static Optional<String> lost(LoopStatus kafka) {
        LoopStatus.OffsetsLost lost = kafka.offsetsLostLately();
        return lost == null
                ? Optional.empty()
                : Optional.of("the group had no committed offsets, though the output topics hold answers up to "
                        + lost.newestAnswer() + ": " + lost.records() + " created records from before "
                        + (lost.askedAgain()
                                ? "are polled again"
                                : "are not read, answered or not (bridge.start=latest)")
                        + "; to begin elsewhere, stop all replicas and run kafka-consumer-groups --reset-offsets");
    }
}

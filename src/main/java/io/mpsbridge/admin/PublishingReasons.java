package io.mpsbridge.admin;

import io.mpsbridge.kafka.LoopStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Why a replica is not ready because it cannot publish, in words for operators. */
final class PublishingReasons {

    /** A broker that restarts is usually back sooner, and nobody has to act. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private PublishingReasons() {}

    /**
     * @param nowNanos on the loop's clock
     * @param now the same moment
     */
    static List<String> of(LoopStatus.Publishing publishing, long nowNanos, Instant now) {
        List<String> reasons = new ArrayList<>();
        Duration blocked = Duration.ofNanos(nowNanos - publishing.blockedSinceNanos());
        if (publishing.blockedBy() != null && blocked.compareTo(PATIENCE) >= 0) {
            reasons.add("nothing can be published since " + now.minus(blocked) + ": " + publishing.blockedBy()
                    + "; run `check`");
        }
        publishing.keptBack().entrySet().stream()
                .map(each -> each.getValue()
                        + (each.getValue() == 1 ? " outcome waits: " : " outcomes wait: ")
                        + each.getKey())
                .sorted()
                .forEach(reasons::add);
        return reasons;
    }
}

package io.mpsbridge.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpsbridge.kafka.LoopStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PublishingReasonsTest {

    private static final Instant NOW = Instant.parse("2026-11-24T10:00:30Z");
    private static final long NANOS = -3;

    @Test
    void aShortTroubleIsNoReasonAndALongOneIsToldWithTheBrokersWords() {
        assertThat(PublishingReasons.of(blocked(Duration.ofMillis(9_999)), NANOS, NOW))
                .isEmpty();
        assertThat(PublishingReasons.of(blocked(Duration.ofSeconds(10)), NANOS, NOW))
                .containsExactly("nothing can be published since 2026-11-24T10:00:20Z: the timeout is larger than"
                        + " allowed; run `check`");
    }

    private static LoopStatus.Publishing blocked(Duration since) {
        return new LoopStatus.Publishing("the timeout is larger than allowed", NANOS - since.toNanos(), Map.of());
    }

    @Test
    void outcomesThatAreKeptBackAreToldByTheirReasons() {
        LoopStatus.Publishing publishing = new LoopStatus.Publishing(null, 0, Map.of("no leader", 3, "no key", 1));

        assertThat(PublishingReasons.of(publishing, NANOS, NOW))
                .containsExactly("1 outcome waits: no key", "3 outcomes wait: no leader");
    }

    @Test
    void nothingIsToldWhereNothingStandsInTheWay() {
        assertThat(PublishingReasons.of(LoopStatus.Publishing.free(), NANOS, NOW))
                .isEmpty();
    }
}

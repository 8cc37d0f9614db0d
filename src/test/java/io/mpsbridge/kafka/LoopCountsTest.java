package io.mpsbridge.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LoopCountsTest {

    @Test
    void imagesAreCountedByHowLongTheyAreStillThere() {
        LoopCounts counts = new LoopCounts();

        counts.completed(null);
        counts.completed(Duration.ofHours(12));
        counts.completed(Duration.ofHours(1));
        counts.completed(Duration.ofMinutes(59));
        counts.completed(Duration.ZERO);
        counts.completed(Duration.ofMillis(-1));

        assertThat(counts.completed).isEqualTo(6);
        assertThat(counts.imagesExpiring).isEqualTo(2);
        assertThat(counts.imagesExpired).isEqualTo(1);
    }
}

package io.mpsbridge.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PublishBackoffTest {

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final PublishBackoff backoff = new PublishBackoff(now::get);

    @Test
    void pausesGrowFromAnInstantToASecondEvenIfTheProducerOpensEachTime() {
        List<Long> pauses = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            backoff.failed("failure " + i);
            pauses.add(Duration.ofNanos(backoff.leftNanos()).toMillis());
            now.addAndGet(backoff.leftNanos());
            assertThat(backoff.isDue()).isTrue();
            backoff.stepped();
        }

        assertThat(pauses).containsExactly(50L, 100L, 200L, 400L, 800L, 1000L, 1000L);
    }

    @Test
    void aCommitEndsTheTroubleAndThePause() {
        backoff.failed("first");
        now.addAndGet(1_000);
        backoff.failed("second");
        assertThat(backoff.reason()).isEqualTo("second");
        assertThat(now.get() - backoff.sinceNanos()).isEqualTo(1_000);

        backoff.worked();

        assertThat(backoff.reason()).isNull();
        assertThat(backoff.isDue()).isTrue();
        backoff.failed("third");
        assertThat(Duration.ofNanos(backoff.leftNanos())).isEqualTo(Duration.ofMillis(50));
        assertThat(backoff.sinceNanos()).isEqualTo(now.get());
    }
}

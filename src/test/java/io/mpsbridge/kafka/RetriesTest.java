package io.mpsbridge.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RetriesTest {

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final Retries retries = new Retries(now::get);

    @Test
    void pausesGrowFromAnInstantToASecondEvenIfTheProducerOpensEachTime() {
        List<Long> pauses = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            retries.failed("failure " + i);
            pauses.add(Duration.ofNanos(retries.leftNanos()).toMillis());
            now.addAndGet(retries.leftNanos());
            assertThat(retries.isDue()).isTrue();
            retries.stepped();
        }

        assertThat(pauses).containsExactly(50L, 100L, 200L, 400L, 800L, 1000L, 1000L);
    }

    @Test
    void aCommitEndsTheTroubleAndThePause() {
        retries.failed("first");
        now.addAndGet(1_000);
        retries.failed("second");
        assertThat(retries.reason()).isEqualTo("second");
        assertThat(now.get() - retries.sinceNanos()).isEqualTo(1_000);

        retries.worked();

        assertThat(retries.reason()).isNull();
        assertThat(retries.isDue()).isTrue();
        retries.failed("third");
        assertThat(Duration.ofNanos(retries.leftNanos())).isEqualTo(Duration.ofMillis(50));
        assertThat(retries.sinceNanos()).isEqualTo(now.get());
    }
}

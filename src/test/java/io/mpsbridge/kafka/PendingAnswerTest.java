package io.mpsbridge.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.errors.LeaderNotAvailableException;
import org.apache.kafka.common.errors.UnstableOffsetCommitException;
import org.junit.jupiter.api.Test;

class PendingAnswerTest {

    private static final long MILLI = Duration.ofMillis(1).toNanos();

    private final PendingAnswer<String> answer = new PendingAnswer<>();

    @Test
    void anAnswerIsAskedForOnceAndThereWhenItComes() {
        CompletableFuture<String> broker = new CompletableFuture<>();
        assertThat(answer.isDue(0)).isTrue();
        answer.asked(broker);
        answer.look(0);
        assertThat(answer.isDue(0)).isFalse();
        assertThat(answer.isThere()).isFalse();

        broker.complete("42");
        answer.look(1);

        assertThat(answer.get()).isEqualTo("42");
        assertThat(answer.isDue(1)).isFalse();
    }

    @Test
    void failuresAreAskedForAgainAfterABackoffOfAtMostHalfASecond() {
        long now = 0;
        for (int i = 0; i < 8; i++) {
            answer.asked(CompletableFuture.failedFuture(new LeaderNotAvailableException("none")));
            answer.look(now);
            long wait = Math.min(500, 50L << i) * MILLI;
            assertThat(answer.isDue(now + wait - 1)).isFalse();
            now += wait;
            assertThat(answer.isDue(now)).isTrue();
            assertThat(answer.failure()).hasMessage("none");
        }
    }

    @Test
    void anOpenTransactionOfAPredecessorIsAskedAboutAgainAtOnceHoweverOften() {
        for (int i = 0; i < 8; i++) {
            answer.asked(CompletableFuture.failedFuture(new UnstableOffsetCommitException("open")));
            answer.look(i * 50L * MILLI);
            assertThat(answer.isDue((i + 1) * 50L * MILLI)).isTrue();
        }
    }
}

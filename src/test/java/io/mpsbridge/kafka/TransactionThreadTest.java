package io.mpsbridge.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TransactionThreadTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final TransactionThread thread = new TransactionThread("transactions-under-test", () -> {});
    private final List<String> settled = new ArrayList<>();

    @AfterEach
    void close() {
        thread.close();
    }

    @Test
    void whatWorkReturnsRunsOnTheThreadThatSettlesIt() {
        List<Thread> threads = new ArrayList<>();
        thread.start(() -> {
            threads.add(Thread.currentThread());
            return () -> threads.add(Thread.currentThread());
        });

        assertThat(thread.settle(LONG)).isTrue();

        assertThat(threads).hasSize(2).doesNotHaveDuplicates().endsWith(Thread.currentThread());
        assertThat(thread.isBusy()).isFalse();
    }

    @Test
    void workThatIsNotOverIsNeitherWaitedForNorSettled() {
        CountDownLatch over = new CountDownLatch(1);
        thread.start(() -> {
            over.await();
            return () -> settled.add("done");
        });

        assertThat(thread.settle(Duration.ZERO)).isFalse();
        assertThat(thread.settle(Duration.ofMillis(1))).isFalse();
        assertThat(thread.isBusy()).isTrue();
        assertThatThrownBy(() -> thread.start(() -> () -> {})).isInstanceOf(IllegalStateException.class);
        assertThat(settled).isEmpty();
        over.countDown();
        assertThat(thread.settle(LONG)).isTrue();
        assertThat(settled).containsExactly("done");
    }

    @Test
    void anExceptionOrErrorOfTheWorkIsThrownWhereItIsSettledAndMoreWorkMayFollow() {
        RuntimeException exception = new ArithmeticException("planted");
        Error error = new AssertionError("planted");
        thread.start(() -> {
            throw exception;
        });
        assertThatThrownBy(() -> thread.settle(LONG)).isSameAs(exception);
        thread.start(() -> {
            throw error;
        });
        assertThatThrownBy(() -> thread.settle(LONG)).isSameAs(error);

        thread.start(() -> () -> settled.add("more"));

        assertThat(thread.settle(LONG)).isTrue();
        assertThat(settled).containsExactly("more");
    }

    @Test
    void nothingIsUnderWayAtFirst() {
        assertThat(thread.settle(Duration.ZERO)).isTrue();
        assertThat(thread.isBusy()).isFalse();
    }
}

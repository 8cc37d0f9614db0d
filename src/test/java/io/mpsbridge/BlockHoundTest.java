package io.mpsbridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import reactor.blockhound.BlockingOperationError;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Proves that the guard is on under which all other tests run. */
class BlockHoundTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Test
    void aBlockPlantedOnANonBlockingThreadIsFound() {
        Mono<Integer> planted = Mono.just(1).publishOn(Schedulers.parallel()).map(BlockHoundTest::sleep);

        assertThatThrownBy(() -> planted.block(PATIENCE))
                .satisfies(error -> assertThat(rootCause(error))
                        .isInstanceOf(BlockingOperationError.class)
                        .hasMessageContaining("sleep"));
    }

    @Test
    void theSameOnAThreadThatMayBlockPasses() {
        Scheduler blocking = Schedulers.boundedElastic();

        assertThat(Mono.just(1).publishOn(blocking).map(BlockHoundTest::sleep).block(PATIENCE))
                .isEqualTo(1);
    }

    private static int sleep(int value) {
        try {
            Thread.sleep(1);
            return value;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Throwable rootCause(Throwable error) {
        return error.getCause() == null || error instanceof BlockingOperationError
                ? error
                : rootCause(error.getCause());
    }
}

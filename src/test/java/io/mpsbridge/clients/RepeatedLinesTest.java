package io.mpsbridge.clients;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.core.spi.FilterReply;
import io.mpsbridge.testing.CapturedLog;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RepeatedLinesTest {

    private static final Logger COORDINATOR =
            (Logger) LoggerFactory.getLogger("org.apache.kafka.clients.consumer.internals.ConsumerCoordinator");

    private long nowNanos;
    private final RepeatedLines filter = new RepeatedLines(() -> nowNanos);

    private boolean passes(Logger logger, Level level, String format, Object... arguments) {
        return filter.decide(null, logger, level, format, arguments, null) == FilterReply.NEUTRAL;
    }

    private boolean joins(String reason) {
        return passes(COORDINATOR, Level.ERROR, "JoinGroup failed due to fatal error: {}", reason);
    }

    @Test
    void aLineThatIsRepeatedIsLetThroughOnceInHalfAMinuteAndTheOthersAreCounted() {
        try (CapturedLog log = CapturedLog.of(RepeatedLines.class)) {
            assertThat(joins("refused, generation 7")).isTrue();
            assertThat(IntStream.range(0, 200)
                            .filter(i -> joins("refused, generation " + i))
                            .count())
                    .isZero();

            nowNanos += Duration.ofSeconds(30).toNanos();

            assertThat(joins("refused, generation 8")).isTrue();
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .contains("times=200", "ConsumerCoordinator", "JoinGroup failed");
        }
    }

    @Test
    void theCountIsToldAlsoIfTheLineNeverComesAgain() {
        try (CapturedLog log = CapturedLog.of(RepeatedLines.class)) {
            joins("refused");
            joins("refused");
            nowNanos += Duration.ofSeconds(31).toNanos();

            assertThat(passes((Logger) LoggerFactory.getLogger(RepeatedLinesTest.class), Level.INFO, "anything"))
                    .isTrue();

            assertThat(log.lines()).singleElement().asString().contains("times=1");
        }
    }

    @Test
    void theFirstOfEachLineIsNeverLost() {
        assertThat(joins("one reason")).isTrue();
        assertThat(joins("another")).isTrue();
        for (int i = 0; i < 1_000; i++) {
            String letters = Integer.toString(i, 36).replaceAll("[0-9a-f]", "x") + "y".repeat(i % 700);
            assertThat(joins("reason " + letters + "z".repeat(i))).isTrue();
        }
    }

    @Test
    void whatIsNotAWarningOfAClientIsLetThrough() {
        Logger own = (Logger) LoggerFactory.getLogger("io.mpsbridge.kafka.BridgeLoop");
        for (int time = 0; time < 3; time++) {
            assertThat(passes(own, Level.ERROR, "the same")).isTrue();
            assertThat(passes(COORDINATOR, Level.INFO, "the same")).isTrue();
        }
    }
}

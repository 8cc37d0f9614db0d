package io.mpsbridge.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SimulatorSettingsTest {

    private static final SimulatorSettings SETTINGS = SimulatorSettings.of(Caller.ACCOUNT);

    static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake("--host", () -> SETTINGS.withAddress(" ", 0)),
                mistake("--port", () -> SETTINGS.withAddress("127.0.0.1", 65_536)),
                mistake("--rate-limit", () -> SETTINGS.withRateLimit(-1)),
                mistake("--max-tasks", () -> SETTINGS.withMaxTasks(0)),
                mistake("--concurrency", () -> Concurrency.parse("-1", "fifo")),
                mistake("--concurrency", () -> Concurrency.parse("many", "fifo")),
                mistake("--order", () -> Concurrency.parse("1", "lifo")),
                mistake("--order", () -> Concurrency.parse("0", "random")),
                mistake("--secret-id", () -> new Account("", "k", Optional.empty())),
                mistake("--secret-key", () -> new Account("i", "", Optional.empty())),
                mistake("--wait-share", () -> Workload.DEFAULT.withWaitShare(1.1)),
                mistake("--fail-ratio", () -> Workload.DEFAULT.withFailRatio(Double.NaN)),
                mistake("--time-scale", () -> Workload.DEFAULT.withTimeScale(0)));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void aMistakeIsToldWithTheOptionsName(String option, ThrowingCallable mistake) {
        assertThatThrownBy(mistake).isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith(option + ": ");
    }

    @Test
    void aWrongQueueIsToldWithItsValueAndTheWayOut() {
        assertThatThrownBy(() -> Concurrency.parse("1.5", "fifo"))
                .hasMessage(
                        "--concurrency: '1.5' is not a whole number from 0 to 1000000; set it to how many tasks of a"
                                + " model run at once, or to 0 for no queue");
        assertThatThrownBy(() -> Concurrency.parse("2", "Lifo"))
                .hasMessage("--order: 'Lifo' is none of fifo, random, priority; leave it out for fifo");
        assertThatThrownBy(() -> Concurrency.parse("0", "priority"))
                .hasMessage("--order: 'priority' needs tasks that wait; set --concurrency to 1 or more, or leave"
                        + " --order out");
    }

    @Test
    void theSecretKeyIsNotPrinted() {
        assertThat(SETTINGS.toString()).contains("AKIDtest").doesNotContain(Caller.ACCOUNT.secretKey());
    }

    private static Arguments mistake(String option, ThrowingCallable mistake) {
        return Arguments.of(option, mistake);
    }
}

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
    void theSecretKeyIsNotPrinted() {
        assertThat(SETTINGS.toString()).contains("AKIDtest").doesNotContain(Caller.ACCOUNT.secretKey());
    }

    private static Arguments mistake(String option, ThrowingCallable mistake) {
        return Arguments.of(option, mistake);
    }
}

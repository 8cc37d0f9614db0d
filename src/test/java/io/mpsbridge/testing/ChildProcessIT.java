package io.mpsbridge.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ChildProcessIT {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    @Test
    void outputIsSeenByTheWaitingAndKeptInAFile() throws IOException {
        try (var child = child("12")) {
            assertThat(child.awaitLine("ready", LIMIT)).isEqualTo("ready argument=12 variable=seen inherited=null");
            assertThat(child.lines()).hasSize(1);
            assertThat(Files.readString(child.log())).startsWith("ready");
        }
    }

    @Test
    void aLineThatDoesNotComeFailsWithTheOutputInTheMessage() {
        try (var child = child("12")) {
            child.awaitLine("ready", LIMIT);
            assertThatThrownBy(() -> child.awaitLine("never", Duration.ofMillis(10)))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("'never'")
                    .hasMessageContaining("ready argument=12");
            child.kill();
            assertThatThrownBy(() -> child.awaitLine("never", LIMIT)).hasMessageContaining("ended without");
        }
    }

    @Test
    void terminationLetsItEndInGoodOrderAndKillingDoesNot() {
        try (var polite = child("12");
                var killed = child("13")) {
            polite.awaitLine("ready", LIMIT);
            killed.awaitLine("ready", LIMIT);
            polite.terminate();
            killed.kill();

            assertThat(polite.awaitExit(LIMIT)).isEqualTo(128 + 15);
            assertThat(killed.awaitExit(LIMIT)).isEqualTo(128 + 9);
            assertThat(polite.lines()).contains("bye");
            assertThat(killed.lines()).doesNotContain("bye");
        }
    }

    @Test
    void aFrozenProcessStandsStillAndIsKilledAtTheEndAllTheSame() throws IOException {
        var child = child("12");
        try (child) {
            child.awaitLine("ready", LIMIT);
            child.freeze();
            awaitState(child, "T"::equals);
            child.thaw();
            awaitState(child, state -> !state.equals("T"));
            child.freeze();
        }
        assertThat(child.isAlive()).isFalse();
    }

    /** A signal is delivered a moment after it is sent. */
    private static void awaitState(ChildProcess child, Predicate<String> wanted) throws IOException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!wanted.test(state(child))) {
            assertThat(System.nanoTime()).as("state in time").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private static ChildProcess child(String argument) {
        return ChildProcess.java("child", Map.of("VARIABLE", "seen"), List.of(), Child.class.getName(), argument);
    }

    private static String state(ChildProcess child) throws IOException {
        var stat = Files.readString(Path.of("/proc", String.valueOf(child.pid()), "stat"));
        return stat.substring(stat.lastIndexOf(')') + 2).substring(0, 1);
    }

    /** What the tests start. */
    static final class Child {
        private Child() {}

        public static void main(String[] arguments) throws InterruptedException {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("bye")));
            System.out.println("ready argument=" + arguments[0] + " variable=" + System.getenv("VARIABLE")
                    + " inherited=" + System.getenv("TESTCONTAINERS_RYUK_DISABLED"));
            new CountDownLatch(1).await();
        }
    }
}

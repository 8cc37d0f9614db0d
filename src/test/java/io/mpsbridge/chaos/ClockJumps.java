package io.mpsbridge.chaos;

import io.mpsbridge.simulator.Effect;
import io.mpsbridge.simulator.Fault;
import java.time.Duration;
import java.util.List;

/** How far clocks jump: more than a minute, in both directions; some so far that MPS refuses every signature. */
final class ClockJumps {
    private static final List<Duration> JUMPS = List.of(
            Duration.ofSeconds(90),
            Duration.ofSeconds(-90),
            Duration.ofMinutes(4),
            Duration.ofMinutes(-4),
            Duration.ofHours(3),
            Duration.ofHours(-3));

    private ClockJumps() {}

    static Duration jump(int pick) {
        return JUMPS.get(pick % JUMPS.size());
    }

    /** MPS's own clock is off for a while. */
    static Fault off(int pick, int millis) {
        return Fault.of(new Effect.ClockOffset(jump(pick))).withLasting(Duration.ofMillis(millis));
    }
}

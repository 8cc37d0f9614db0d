package io.mpsbridge.bench;

import io.mpsbridge.testing.ChildProcess;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A measurement in a process of its own, so that nothing of an earlier one slows or weighs on it. */
final class Measurement {

    private Measurement() {}

    /** The last line that the program prints. */
    static String of(Class<?> program, List<String> jvm, Duration limit, String... arguments) {
        try (ChildProcess process =
                ChildProcess.java(program.getSimpleName(), Map.of(), jvm, program.getName(), arguments)) {
            int code = process.awaitExit(limit);
            if (code != 0) {
                throw new IllegalStateException("ended with " + code + ", see " + process.log());
            }
            List<String> lines = process.lines();
            return lines.get(lines.size() - 1);
        }
    }
}

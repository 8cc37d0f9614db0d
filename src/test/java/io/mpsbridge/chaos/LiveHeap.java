package io.mpsbridge.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mpsbridge.testing.ChildProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** What is alive on the heap of another JVM. */
final class LiveHeap {
    private static final Path JCMD = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    private static final int PATIENCE_SECONDS = 20;

    private LiveHeap() {}

    /** A runtime without its tools cannot. */
    static boolean canBeMeasured() {
        return Files.exists(JCMD);
    }

    /** Bytes after a full collection; empty if the process has ended or does not answer. */
    static OptionalLong bytes(ChildProcess process) {
        try {
            var jcmd = new ProcessBuilder(JCMD.toString(), String.valueOf(process.pid()), "GC.class_histogram")
                    .redirectErrorStream(true)
                    .start();
            var unused = jcmd.onExit()
                    .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .whenComplete((ended, late) -> jcmd.destroyForcibly());
            return total(new String(jcmd.getInputStream().readAllBytes(), UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The last line of the histogram is the total: {@code Total 1234 5678}, instances and bytes. */
    private static OptionalLong total(String histogram) {
        var text = histogram.strip();
        var last = text.substring(text.lastIndexOf('\n') + 1).split(" +", -1);
        return last[0].equals("Total") ? OptionalLong.of(Long.parseLong(last[2])) : OptionalLong.empty();
    }
}

package io.mpsbridge.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Another program, run to its end. */
public final class ProgramRun {

    private ProgramRun() {}

    /**
     * Runs a program that has to succeed in time.
     *
     * @return all that it printed
     */
    public static String succeeding(Path directory, Duration limit, List<String> command)
            throws IOException, InterruptedException {
        Path out = Files.createTempFile("out", ".txt");
        try {
            Process process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(out.toFile())
                    .start();
            boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
            process.destroyForcibly();
            String printed = Files.readString(out);
            if (!ended || process.exitValue() != 0) {
                throw new AssertionError(String.join(" ", command) + ":\n" + printed);
            }
            return printed;
        } finally {
            Files.delete(out);
        }
    }
}

package io.mpsbridge.chaos;

import io.mpsbridge.testing.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Timer;
import java.util.TimerTask;

/**
 * Lets the bridge work under faults for a long time: {@code mvn -Psoak -Dsoak.minutes=N -Dsoak.seed=S}. Ends with a
 * verdict, and with exit code 1 if it is not well; with exit code 1, too, where something hangs.
 */
public final class Soak {
    /** For starts, the last answers, and reading all of them. */
    private static final Duration EXTRA = Duration.ofMinutes(12);

    private Soak() {}

    /** Arguments: minutes; seed, 0 to have one drawn; the directory to write to. */
    public static void main(String[] arguments) throws IOException {
        var length = Duration.ofMinutes(Long.parseLong(arguments[0]));
        long given = Long.parseLong(arguments[1]);
        long seed = given == 0 ? System.nanoTime() & 0xFFFFFF : given;
        var directory = Files.createDirectories(Path.of(arguments[2]));
        if (!LiveHeap.canBeMeasured()) {
            System.err.println("soak: this runtime has no jcmd; set JAVA_HOME to a JDK");
            System.exit(2);
        }
        endAfter(length.plus(EXTRA));
        System.out.println(Machine.describe());
        System.out.println("soak for " + length.toMinutes() + " minutes; -Dsoak.seed=" + seed + " repeats its faults");

        var report = SoakRun.run(length, seed);
        report.vitals().write(directory.resolve("vitals.csv"));
        SoakPicture.of(report, directory.resolve("soak.png"));
        Files.writeString(directory.resolve("report.txt"), report + "\n");
        System.out.println("written: vitals.csv, soak.png, report.txt in " + directory + "\n" + report);
        System.exit(report.complaints().isEmpty() ? 0 : 1);
    }

    /** Ending this process ends all that it started. */
    private static void endAfter(Duration limit) {
        new Timer("soak-limit", true)
                .schedule(
                        new TimerTask() {
                            @Override
                            public void run() {
                                System.out.println("soak FAILED: it did not end within " + limit);
                                System.exit(1);
                            }
                        },
                        limit.toMillis());
    }
}

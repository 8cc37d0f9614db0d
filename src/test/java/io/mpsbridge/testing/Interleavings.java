package io.mpsbridge.testing;

import java.util.concurrent.atomic.AtomicReference;
import org.jetbrains.lincheck.Lincheck;
import org.jetbrains.lincheck.LincheckSettings;

/**
 * Runs a race under schedules that Lincheck chooses, the same ones each time, in a JVM of its own: its agent rewrites
 * the classes that it meets. A race is a class whose {@link Runnable#run} starts threads, joins them, and asserts.
 */
public final class Interleavings {

    private static final LincheckSettings SETTINGS = new LincheckSettings(true, 20, 5_000, 200);

    private Interleavings() {}

    /** Arguments: the race's class, and how many schedules to try. */
    public static void main(String... arguments) throws ReflectiveOperationException {
        Class<?> race = Class.forName(arguments[0]);
        int most = Integer.parseInt(arguments[1]);
        Runnable scenario = (Runnable) race.getDeclaredConstructor().newInstance();
        try {
            // The public method takes no settings, and its bound of 50 rounds takes plain loops for a livelock.
            Lincheck.runConcurrentTestInternal$lincheck(most, SETTINGS, scenario);
            System.out.println("no violation in " + most + " schedules");
        } catch (RuntimeException | AssertionError e) {
            // Not always its own error: it fails over the picture of some of the schedules.
            System.out.println("violation: " + e.getMessage());
        }
        System.exit(0);
    }

    /** Runs these at once, each on a thread of its own, until all have ended. */
    public static void together(Runnable... bodies) {
        Thread[] threads = new Thread[bodies.length];
        AtomicReference<Throwable> failure = new AtomicReference<>();
        for (int i = 0; i < bodies.length; i++) {
            Runnable body = bodies[i];
            threads[i] = new Thread(() -> {
                try {
                    body.run();
                } catch (RuntimeException | Error e) {
                    failure.compareAndSet(null, e);
                }
            });
            threads[i].start();
        }
        try {
            for (Thread each : threads) {
                each.join();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        if (failure.get() != null) {
            // Lincheck regards the main thread alone.
            throw new AssertionError(failure.get().getMessage(), failure.get());
        }
    }

    /** Ends the race with a violation of an invariant. */
    public static void check(boolean holds, String invariant) {
        if (!holds) {
            System.out.println(invariant);
            throw new AssertionError(invariant);
        }
    }
}

package io.mpsbridge.bench;

import io.mpsbridge.offsets.OffsetTracker;
import java.util.Locale;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * How many tasks per second one partition takes before the map of what is done above the watermark, in the metadata of
 * the committed offset, is full and reading has to wait: LN(30,.5), some stuck for long.
 */
final class PartitionMapLoad {

    static final String HEAD =
            String.format("%n%10s %12s %22s %16s", "stuck", "for seconds", "most tasks/s a part.", "then in flight");

    private static final int METADATA = 4_096;
    /** Seconds from one commit to the next while many tasks end. */
    private static final double TRANSACTION = 0.1;

    private static final double SECONDS = 10_000;
    private static final double PRECISE = 0.02;
    private static final Lifetime LIFETIME = new Lifetime.LogNormal(30, 0.5);

    private PartitionMapLoad() {}

    private record InFlight(long offset, double endsAt) {}

    /** Takes the part of the tasks that is stuck, and for how long. */
    public static void main(String[] arguments) {
        double stuck = Double.parseDouble(arguments[0]);
        double stuckSeconds = Double.parseDouble(arguments[1]);
        double low = 0.1;
        double high = 4_096;
        while (high / low > 1 + PRECISE) {
            double middle = Math.sqrt(low * high);
            if (mostInFlight(middle, stuck, stuckSeconds) >= 0) {
                low = middle;
            } else {
                high = middle;
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%10.2f %12.0f %22.1f %16d%n",
                stuck,
                stuckSeconds,
                low,
                mostInFlight(low, stuck, stuckSeconds));
    }

    /** The most tasks in flight at a time, or -1 if the map was full once. */
    private static int mostInFlight(double rate, double stuck, double stuckSeconds) {
        SplittableRandom random = new SplittableRandom(1);
        OffsetTracker tracker = OffsetTracker.fresh(0, new UUID(0, 1), METADATA);
        PriorityQueue<InFlight> inFlight =
                new PriorityQueue<>((one, other) -> Double.compare(one.endsAt, other.endsAt));
        int most = 0;
        double committedAt = 0;
        for (long offset = 0; offset < rate * SECONDS; offset++) {
            double now = offset / rate;
            while (!inFlight.isEmpty() && inFlight.peek().endsAt <= now) {
                tracker.complete(inFlight.remove().offset);
            }
            if (now - committedAt >= TRANSACTION) {
                tracker.committed(tracker.snapshot());
                committedAt = now;
            }
            if (!tracker.admit(offset)) {
                return -1;
            }
            inFlight.add(
                    new InFlight(offset, now + (random.nextDouble() < stuck ? stuckSeconds : LIFETIME.draw(random))));
            most = Math.max(most, inFlight.size());
        }
        return most;
    }
}

package io.mpsbridge.bench;

import io.mpsbridge.poll.Phase;
import io.mpsbridge.poll.PlanEntry;
import io.mpsbridge.poll.PollPlan;
import java.util.SplittableRandom;

/** The adaptive plan at work, always with the same number in flight: whenever a task ends, another arrives. */
final class SteadyPlanLoad {
    /** That a task takes on average, whatever the number in flight. */
    private static final double TURNS_PER_TASK = 4;

    private static final long TURN = 50_000_000;

    private final SplittableRandom random = new SplittableRandom(1);
    private final PollPlan<Arrival> plan = Policy.ADAPTIVE.plan().get();
    private final Lifetime lifetime;
    private long now;

    SteadyPlanLoad(int inFlight) {
        double median = TURNS_PER_TASK * inFlight * TURN / 1e9;
        lifetime = new Lifetime.LogNormal(median, 0.5);
        for (int i = 0; i < 1_000; i++) {
            long end = Arrivals.nanos(lifetime.draw(random));
            plan.learn("a", (long) (0.9 * end), (long) (1.1 * end));
        }
        for (int i = 0; i < inFlight; i++) {
            add(Arrivals.nanos(random.nextDouble() * median));
        }
    }

    void run(int turns) {
        for (int i = 0; i < turns; i++) {
            now += TURN;
            if (plan.waitNanos(now) > 0) {
                throw new IllegalStateException("no task is due");
            }
            PlanEntry<Arrival> entry = plan.take(now);
            if (entry.payload().endsAt() > now) {
                plan.unfinished(entry, Phase.UNKNOWN, now, now);
            } else {
                plan.ended(entry, now, now);
                add(0);
            }
        }
    }

    private void add(long age) {
        long bornNanos = now - age;
        // Of tasks that have this age, so that they end after it.
        long end = bornNanos + Arrivals.nanos(lifetime.draw(random));
        while (end < now) {
            end = bornNanos + Arrivals.nanos(lifetime.draw(random));
        }
        int seed = random.nextInt();
        plan.add(new PlanEntry<>(new Arrival(seed, "a", bornNanos, end), "a", bornNanos, seed, false), now);
    }
}

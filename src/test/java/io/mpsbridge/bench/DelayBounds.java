package io.mpsbridge.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What no policy can go below, in seconds of mean delay. */
final class DelayBounds {

    /** Survival below which the rest is left out. */
    private static final double NOTHING = 1e-9;
    /** Distance of the ages at which a poll may be, at least, and as a part of the age. */
    private static final double STEP = 0.05;

    private static final double RELATIVE_STEP = 0.003;
    private static final double LONGEST = 100_000;

    private DelayBounds() {}

    /**
     * With the ends known in advance: every task needs one call after its end, and any second holds as many calls as
     * the limit. First come, first served is optimal.
     */
    static double clairvoyant(List<Arrival> arrivals, double from, double to) {
        long[] ends = arrivals.stream().mapToLong(Arrival::endsAt).sorted().toArray();
        long second = Arrivals.nanos(1);
        long[] calls = new long[ends.length];
        double sum = 0;
        int counted = 0;
        for (int k = 0; k < ends.length; k++) {
            calls[k] = k < Simulation.LIMIT ? ends[k] : Math.max(ends[k], calls[k - Simulation.LIMIT] + second);
            if (ends[k] >= Arrivals.nanos(from) && ends[k] < Arrivals.nanos(to)) {
                sum += (calls[k] - ends[k]) / 1e9;
                counted++;
            }
        }
        return sum / counted;
    }

    /**
     * With the distribution known: for any price p of a call, the mean delay is at least the sum over the streams of
     * their part of the tasks times V(p), less p times the calls there are per task. V is the least cost of a task,
     * delay and calls together, by dynamic programming over the ages at which it is asked about (Lagrangian relaxation
     * of the limit). The largest over all prices.
     */
    static double informed(Load load, int limit) {
        List<Ages> ages = load.streams().stream()
                .map(stream -> new Ages(stream.lifetime()))
                .toList();
        double low = Math.log(1e-4);
        double high = Math.log(1e4);
        // The bound is concave in the price: ternary search.
        for (int i = 0; i < 60; i++) {
            double third = (high - low) / 3;
            if (bound(load, ages, limit, Math.exp(low + third)) < bound(load, ages, limit, Math.exp(high - third))) {
                low += third;
            } else {
                high -= third;
            }
        }
        return bound(load, ages, limit, Math.exp(low));
    }

    private static double bound(Load load, List<Ages> ages, int limit, double price) {
        double sum = -price * limit / load.rate();
        for (int i = 0; i < ages.size(); i++) {
            sum += load.streams().get(i).rate() / load.rate() * ages.get(i).leastCost(price);
        }
        return sum;
    }

    /** A distribution on a grid of ages. */
    private static final class Ages {
        private final double[] age;
        private final double[] survival;
        /** The integral of the survival from 0 on. */
        private final double[] integral;

        Ages(Lifetime lifetime) {
            List<Double> nodes = new ArrayList<>();
            double at = 0;
            while (at < LONGEST && lifetime.survival(at) > NOTHING) {
                nodes.add(at);
                at += Math.max(STEP, RELATIVE_STEP * at);
            }
            nodes.add(at);
            age = nodes.stream().mapToDouble(Double::doubleValue).toArray();
            survival = Arrays.stream(age).map(lifetime::survival).toArray();
            integral = new double[age.length];
            for (int k = 1; k < age.length; k++) {
                double middle = lifetime.survival((age[k] + age[k - 1]) / 2);
                integral[k] =
                        integral[k - 1] + (age[k] - age[k - 1]) * (survival[k - 1] + 4 * middle + survival[k]) / 6;
            }
        }

        /** V(0) = min over b of price * S(a) + the integral of F(u) - F(a) from a to b + V(b). */
        double leastCost(double price) {
            double[] cost = new double[age.length];
            for (int from = age.length - 2; from >= 0; from--) {
                double least = Double.POSITIVE_INFINITY;
                for (int to = from + 1; to < age.length; to++) {
                    double delay = (age[to] - age[from]) * survival[from] - (integral[to] - integral[from]);
                    if (delay > least) {
                        break;
                    }
                    least = Math.min(least, price * survival[from] + delay + cost[to]);
                }
                cost[from] = least;
            }
            return cost[0];
        }
    }
}

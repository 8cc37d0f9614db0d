package io.mpsbridge.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/** Draws the tasks of a load. */
final class Arrivals {

    private Arrivals() {}

    /** The arrivals in a span of seconds, in order; the same for the same seed. */
    static List<Arrival> draw(Load load, double from, double to, long seed) {
        List<Arrival> all = new ArrayList<>();
        SplittableRandom seeds = new SplittableRandom(seed);
        for (Load.Stream stream : load.streams()) {
            SplittableRandom random = seeds.split();
            double at = from - Math.log(1 - random.nextDouble()) / stream.rate();
            while (at < to) {
                double end = at + stream.lifetime().draw(random);
                all.add(new Arrival(all.size(), stream.model(), nanos(at), nanos(end)));
                at -= Math.log(1 - random.nextDouble()) / stream.rate();
            }
        }
        all.sort(Comparator.comparingLong(Arrival::createdAt));
        return all;
    }

    static long nanos(double seconds) {
        return (long) (seconds * 1e9);
    }
}

package io.mpsbridge.chaos;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/** Which faults come when; the same for the same seed, length and number. They may overlap. */
record ChaosSchedule(long seed, List<Step> steps) {

    /**
     * One fault.
     *
     * @param at milliseconds after the start
     * @param pick chooses the replica or the kind of outage
     * @param length milliseconds
     */
    record Step(long at, Disturbance disturbance, int pick, int length) {
        @Override
        public String toString() {
            return String.format("%6.1f s  %-15s %5.1f s  #%d", at / 1e3, disturbance, length / 1e3, pick);
        }
    }

    ChaosSchedule {
        steps = List.copyOf(steps);
    }

    /** Every kind comes once before any comes again. */
    static ChaosSchedule of(long seed, Duration length, int faults) {
        var random = new Random(seed);
        var steps = new ArrayList<Step>();
        Deque<Disturbance> deck = new ArrayDeque<>();
        long each = length.toMillis() / faults;
        for (int i = 0; i < faults; i++) {
            if (deck.isEmpty()) {
                var kinds = new ArrayList<>(Arrays.asList(Disturbance.values()));
                Collections.shuffle(kinds, random);
                deck.addAll(kinds);
            }
            var next = deck.removeFirst();
            steps.add(new Step(i * each + random.nextInt((int) each), next, random.nextInt(12), next.length(random)));
        }
        return new ChaosSchedule(seed, steps);
    }

    @Override
    public String toString() {
        return "seed " + seed + "\n" + steps.stream().map(step -> "  " + step).collect(Collectors.joining("\n"));
    }
}

package io.mpsbridge.simulator;

import java.util.SplittableRandom;

/**
 * Random numbers derived from a seed and a task id alone, so that a run is repeatable in any order of requests. Normal
 * values use Box–Muller over {@link StrictMath}, because the JDK's algorithm may change between releases.
 */
final class SeededRandom {

    private final SplittableRandom random;

    SeededRandom(SplittableRandom random) {
        this.random = random;
    }

    static SeededRandom of(long seed, String taskId) {
        return new SeededRandom(new SplittableRandom(hash(seed, taskId)));
    }

    /** Uniform in [0, 1). */
    double uniform() {
        return random.nextDouble();
    }

    /** Standard normal. */
    double normal() {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
        return radius * StrictMath.cos(2 * Math.PI * random.nextDouble());
    }

    /** Uniform in [0, bound). */
    int below(int bound) {
        return random.nextInt(bound);
    }

    /** FNV-1a over the characters, then the finaliser of MurmurHash3: similar ids must not draw similar values. */
    static long hash(long seed, String text) {
        long hash = 0xcbf29ce484222325L ^ seed;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return hash ^ (hash >>> 33);
    }
}

package io.mpsbridge.bench;

import java.util.SplittableRandom;

/** How long tasks take, in seconds. */
interface Lifetime {

    double draw(SplittableRandom random);

    /** The part of the tasks that has not ended at an age. */
    double survival(double age);

    /** Log-normal, by its median and the standard deviation of its logarithm. */
    record LogNormal(double median, double sigma) implements Lifetime {
        @Override
        public double draw(SplittableRandom random) {
            double radius = Math.sqrt(-2 * Math.log(1 - random.nextDouble()));
            return median * Math.exp(sigma * radius * Math.cos(2 * Math.PI * random.nextDouble()));
        }

        @Override
        public double survival(double age) {
            return age <= 0 ? 1 : Normal.upperTail(Math.log(age / median) / sigma);
        }
    }

    /** Without memory. */
    record Exponential(double mean) implements Lifetime {
        @Override
        public double draw(SplittableRandom random) {
            return -mean * Math.log(1 - random.nextDouble());
        }

        @Override
        public double survival(double age) {
            return Math.exp(-Math.max(0, age) / mean);
        }
    }

    /** A part of the tasks is stuck and ends late. */
    record Stuck(Lifetime others, double part, double end) implements Lifetime {
        @Override
        public double draw(SplittableRandom random) {
            return random.nextDouble() < part ? end : others.draw(random);
        }

        @Override
        public double survival(double age) {
            return (1 - part) * others.survival(age) + (age < end ? part : 0);
        }
    }
}

package io.mpsbridge.simulator;

import java.time.Duration;
import java.util.List;

/**
 * A distribution of durations: {@code fixed:5s}, {@code uniform:1s,10s}, {@code exponential:20s} (its mean) or
 * {@code lognormal:20s,0.5} (its median and the standard deviation of the logarithm). Nothing longer than a year is
 * drawn.
 */
public sealed interface DurationSpec {

    /** Draws a value. */
    Duration draw(SeededRandom random);

    /**
     * Reads one of the four forms.
     *
     * @param option for the message, such as {@code --duration}
     * @throws IllegalArgumentException if the text is none of the four forms
     */
    static DurationSpec parse(String option, String text) {
        int colon = text.indexOf(':');
        String kind = colon < 0 ? "" : text.substring(0, colon).strip();
        List<String> values = List.of(text.substring(colon + 1).split(",", -1));
        String shape = kind + values.size();
        return switch (shape) {
            case "fixed1" -> new Fixed(DurationText.parse(option, values.get(0)));
            case "exponential1" -> new Exponential(DurationText.parse(option, values.get(0)));
            case "uniform2" ->
                uniform(option, DurationText.parse(option, values.get(0)), DurationText.parse(option, values.get(1)));
            case "lognormal2" -> new LogNormal(DurationText.parse(option, values.get(0)), sigma(option, values.get(1)));
            default ->
                throw new IllegalArgumentException(option + ": '" + text
                        + "' is not a duration; write fixed:5s, uniform:1s,10s, exponential:20s or lognormal:20s,0.5");
        };
    }

    private static Uniform uniform(String option, Duration from, Duration to) {
        if (from.compareTo(to) > 0) {
            throw new IllegalArgumentException(option + ": uniform:FROM,TO needs FROM not above TO");
        }
        return new Uniform(from, to);
    }

    private static double sigma(String option, String text) {
        try {
            double sigma = Double.parseDouble(text.strip());
            if (sigma >= 0 && sigma <= 10) {
                return sigma;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(option + ": '" + text + "' is not a number from 0 to 10 (sigma)", e);
        }
        throw new IllegalArgumentException(option + ": '" + text + "' is not a number from 0 to 10 (sigma)");
    }

    /** A constant. */
    record Fixed(Duration value) implements DurationSpec {
        @Override
        public Duration draw(SeededRandom random) {
            return value;
        }
    }

    /** Evenly distributed. */
    record Uniform(Duration from, Duration to) implements DurationSpec {
        @Override
        public Duration draw(SeededRandom random) {
            return from.plus(
                    DurationText.ofNanos(random.uniform() * to.minus(from).toNanos()));
        }
    }

    /** Memoryless. */
    record Exponential(Duration mean) implements DurationSpec {
        @Override
        public Duration draw(SeededRandom random) {
            return DurationText.ofNanos(-StrictMath.log(1 - random.uniform()) * mean.toNanos());
        }
    }

    /** {@code median * exp(sigma * normal)}. */
    record LogNormal(Duration median, double sigma) implements DurationSpec {
        @Override
        public Duration draw(SeededRandom random) {
            return DurationText.ofNanos(median.toNanos() * StrictMath.exp(sigma * random.normal()));
        }
    }
}

package io.mpsbridge.bench;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** What rounds of a measurement gave. */
record Spread(double least, double median, double most) {

    static <R> Spread of(List<R> rounds, ToDoubleFunction<R> value) {
        return of(rounds.stream().map(value::applyAsDouble).toList());
    }

    static Spread of(List<Double> rounds) {
        double[] sorted =
                rounds.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(sorted[0], median, sorted[sorted.length - 1]);
    }

    /** The median, and least to most in brackets. */
    String text(int decimals) {
        String number = "%." + decimals + "f";
        return String.format(Locale.ROOT, number + " [" + number + "-" + number + "]", median, least, most);
    }
}

package io.mpsbridge.simulator;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Which of the waiting tasks of a model starts when a slot becomes free. */
public enum Order {
    /** First come, first served. */
    FIFO {
        @Override
        WaitingLine line(long seed) {
            return new WaitingLine.FirstCome();
        }
    },
    /** Any waiting task. */
    RANDOM {
        @Override
        WaitingLine line(long seed) {
            return new WaitingLine.AnyNext(seed);
        }
    },
    /** First come, first served, except that one task in ten goes before all others. */
    PRIORITY {
        @Override
        WaitingLine line(long seed) {
            return new WaitingLine.UrgentFirst(seed);
        }
    };

    private static final String OPTION = "--order";

    /**
     * Parses the value of {@code --order}.
     *
     * @throws IllegalArgumentException if there is no such order
     */
    public static Order parse(String text) {
        return Arrays.stream(values())
                .filter(order -> order.toString().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        OPTION + ": '" + text + "' is none of " + names() + "; leave it out for " + FIFO));
    }

    abstract WaitingLine line(long seed);

    private static String names() {
        return Arrays.stream(values()).map(Order::toString).collect(Collectors.joining(", "));
    }

    /** The option's value. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

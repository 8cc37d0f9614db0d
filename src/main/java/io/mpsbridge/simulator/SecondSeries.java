package io.mpsbridge.simulator;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Calls, refusals and peaks of each second of the last day. Not thread-safe. */
final class SecondSeries {

    static final int KEPT_SECONDS = 86_400;

    private final int[] calls = new int[KEPT_SECONDS];
    private final int[] refused = new int[KEPT_SECONDS];
    private final int[] peak = new int[KEPT_SECONDS];
    private int last;

    void add(int second, boolean overLimit, int window) {
        if (second - last >= KEPT_SECONDS) {
            clear(0, KEPT_SECONDS);
        } else {
            for (int next = last + 1; next <= second; next++) {
                clear(next % KEPT_SECONDS, next % KEPT_SECONDS + 1);
            }
        }
        last = Math.max(last, second);
        int slot = second % KEPT_SECONDS;
        calls[slot]++;
        refused[slot] += overLimit ? 1 : 0;
        peak[slot] = Math.max(peak[slot], window);
    }

    /** The first kept second at or after {@code wanted}. */
    int firstKept(int wanted) {
        return Math.max(wanted, Math.max(0, last - KEPT_SECONDS + 1));
    }

    /** Up to {@code limit} seconds from {@code from}, which must be kept. */
    Slice slice(int from, int limit) {
        int end = Math.min(last + 1, from + limit);
        return new Slice(copy(calls, from, end), copy(refused, from, end), copy(peak, from, end));
    }

    private void clear(int from, int to) {
        for (int[] series : List.of(calls, refused, peak)) {
            Arrays.fill(series, from, to, 0);
        }
    }

    private static List<Integer> copy(int[] series, int from, int end) {
        return IntStream.range(from, end)
                .mapToObj(second -> series[second % KEPT_SECONDS])
                .toList();
    }

    record Slice(List<Integer> calls, List<Integer> refused, List<Integer> peak) {}
}

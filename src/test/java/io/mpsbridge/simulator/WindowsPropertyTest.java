package io.mpsbridge.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

/** The limit and the peak against models that look at every window anew. */
class WindowsPropertyTest {

    private static final long SECOND = 1_000_000_000L;

    /** Arrivals in clumps and pauses, many of them exactly one second apart, where half-open windows matter. */
    @Provide
    Arbitrary<List<Long>> arrivals() {
        Arbitrary<Long> gap = Arbitraries.frequencyOf(
                Tuple.of(4, Arbitraries.longs().between(0, 3)),
                Tuple.of(4, Arbitraries.longs().between(0, SECOND / 5)),
                Tuple.of(1, Arbitraries.of(SECOND - 1, SECOND, SECOND + 1)),
                Tuple.of(1, Arbitraries.longs().between(0, 3 * SECOND)));
        return gap.list().ofMaxSize(200).map(WindowsPropertyTest::sums);
    }

    @Property(tries = 3_000)
    void anArrivalIsAdmittedExactlyIfItsSecondHasRoom(
            @ForAll("arrivals") List<Long> arrivals, @ForAll @IntRange(min = 1, max = 25) int limit) {
        SlidingLimit sliding = new SlidingLimit(limit);
        List<Long> admitted = new ArrayList<>();

        for (long arrival : arrivals) {
            boolean hasRoom = inWindowEndingAt(arrival, admitted) < limit;
            assertThat(sliding.admit(arrival)).isEqualTo(hasRoom);
            if (hasRoom) {
                admitted.add(arrival);
            }
        }

        assertThat(naivePeak(admitted)).isLessThanOrEqualTo(limit);
    }

    @Property(tries = 3_000)
    void thePeakIsTheOneOfTheFullestWindow(@ForAll("arrivals") List<Long> arrivals) {
        PeakWindow peak = new PeakWindow();

        arrivals.forEach(peak::arrived);

        assertThat(peak.peak()).isEqualTo(naivePeak(arrivals));
        if (!arrivals.isEmpty()) {
            assertThat(inWindowBeginningAt(peak.peakStart(), arrivals)).isEqualTo(peak.peak());
        }
    }

    @Property(tries = 500)
    void theSeriesCountsEveryCallInItsSecond(@ForAll("arrivals") List<Long> arrivals) {
        SecondSeries series = new SecondSeries();

        arrivals.forEach(arrival -> series.add((int) (arrival / SECOND), false, 1));

        List<Integer> calls = series.slice(0, SecondSeries.KEPT_SECONDS).calls();
        for (int second = 0; second < calls.size(); second++) {
            int now = second;
            assertThat(calls.get(second)).isEqualTo((int)
                    arrivals.stream().filter(at -> at / SECOND == now).count());
        }
    }

    @Property(tries = 20)
    void theSeriesForgetsWhatIsOlderThanADay(@ForAll @IntRange(min = 1, max = 300_000) int later) {
        SecondSeries series = new SecondSeries();
        series.add(0, true, 5);

        series.add(later, false, 1);

        int first = series.firstKept(0);
        SecondSeries.Slice slice = series.slice(first, SecondSeries.KEPT_SECONDS);
        boolean kept = later < SecondSeries.KEPT_SECONDS;
        assertThat(slice.calls().stream().mapToInt(Integer::intValue).sum()).isEqualTo(kept ? 2 : 1);
        assertThat(slice.refused().stream().mapToInt(Integer::intValue).sum()).isEqualTo(kept ? 1 : 0);
        assertThat(first + slice.calls().size() - 1).isEqualTo(later);
    }

    @Example
    void aSecondBeginsEmptyWhereTheOneOfADayAgoWas() {
        SecondSeries series = new SecondSeries();
        series.add(0, true, 5);
        series.add(50_000, false, 1);

        series.add(SecondSeries.KEPT_SECONDS, false, 1);

        assertThat(series.slice(SecondSeries.KEPT_SECONDS, 1).calls()).containsExactly(1);
        assertThat(series.slice(SecondSeries.KEPT_SECONDS, 1).refused()).containsExactly(0);
    }

    private static int naivePeak(List<Long> arrivals) {
        return arrivals.stream()
                .mapToInt(start -> inWindowBeginningAt(start, arrivals))
                .max()
                .orElse(0);
    }

    private static int inWindowBeginningAt(long start, List<Long> arrivals) {
        return (int) arrivals.stream()
                .filter(at -> at >= start && at < start + SECOND)
                .count();
    }

    private static int inWindowEndingAt(long end, List<Long> arrivals) {
        return (int) arrivals.stream().filter(at -> at > end - SECOND).count();
    }

    private static List<Long> sums(List<Long> gaps) {
        List<Long> sums = new ArrayList<>();
        long at = 0;
        for (long gap : gaps) {
            at += gap;
            sums.add(at);
        }
        return sums;
    }
}

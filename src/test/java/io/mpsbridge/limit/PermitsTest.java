package io.mpsbridge.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

final class PermitsTest {

    private static final long MILLI = 1_000_000;
    private static final long WINDOW = 1_000 * MILLI;
    /** Close to where a nanosecond clock wraps, so that comparing instead of subtracting would show. */
    private static final long START = Long.sum(Long.MAX_VALUE, -3 * WINDOW);

    private final Permits permits = new Permits(2, Duration.ofSeconds(1));

    @Test
    void allPermitsAreSpentAtTheStart() {
        permits.share(2, START);
        assertThat(permits.waitNanos(START)).isEqualTo(WINDOW);
        assertThat(permits.waitNanos(START + WINDOW)).isZero();
    }

    @Test
    void nothingLeavesBeforeTheStart() {
        assertThat(permits.waitNanos(START)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aPermitComesBackOneWindowAfterTheAnswer() {
        permits.share(2, START - WINDOW);
        permits.take(START);
        permits.take(START);
        assertThat(permits.waitNanos(START + 10 * WINDOW)).isEqualTo(Long.MAX_VALUE);
        permits.giveBack(START + 10 * WINDOW);
        assertThat(permits.waitNanos(START + 10 * WINDOW)).isEqualTo(WINDOW);
        assertThat(permits.waitNanos(START + 11 * WINDOW - 1)).isEqualTo(1);
        assertThat(permits.waitNanos(START + 11 * WINDOW)).isZero();
    }

    @Test
    void takingOrGivingBackWhatIsNotThereIsABug() {
        permits.share(2, START);
        assertThatThrownBy(() -> permits.take(START)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> permits.giveBack(START)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> permits.share(3, START)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void permitsThatAreNewToAReplicaCountAsSpentAndThoseItLosesGoAtTheLatestWithTheirAnswer() {
        permits.share(1, START);
        permits.take(START + WINDOW);
        permits.share(2, START + WINDOW);
        assertThat(permits.waitNanos(START + WINDOW)).isEqualTo(WINDOW);

        permits.share(1, START + 3 * WINDOW);
        assertThat(permits.waitNanos(START + 3 * WINDOW)).isEqualTo(Long.MAX_VALUE);
        permits.share(0, START + 3 * WINDOW);
        permits.giveBack(START + 4 * WINDOW);

        assertThat(permits.waitNanos(START + 9 * WINDOW)).isEqualTo(Long.MAX_VALUE);
    }

    /** Whatever moves between replicas, all shares together never exceed the quota. */
    @Property(tries = 300)
    void theSharesOfAllReplicasAddUpToTheQuota(
            @ForAll @IntRange(min = 1, max = 60) int partitions,
            @ForAll @IntRange(min = 1, max = 60) int permitCount,
            @ForAll long seed) {
        Random random = new Random(seed);
        List<Set<Integer>> replicas = List.of(new HashSet<>(), new HashSet<>(), new HashSet<>());
        for (int i = 0; i < partitions; i++) {
            replicas.get(random.nextInt(3)).add(i);
        }
        int sum = replicas.stream()
                .mapToInt(owned -> Shares.of(owned, partitions, permitCount))
                .sum();

        assertThat(sum).isEqualTo(permitCount);
    }

    /** Any delays, any idling, any moment of counting between sending and answer. */
    @Property(tries = 300)
    void noSecondHoldsMoreThanTheLimit(
            @ForAll @IntRange(min = 1, max = 40) int limit,
            @ForAll @LongRange(min = 1, max = 3_000) long slowestMillis,
            @ForAll @IntRange(min = 0, max = 3) int idleness,
            @ForAll long seed) {
        Random random = new Random(seed);
        List<Long> counted = new Run(limit, random, slowestMillis * MILLI, idleness).send(40 * limit);
        counted.sort(Comparator.comparingLong(at -> at - START));
        for (int i = limit; i < counted.size(); i++) {
            assertThat(counted.get(i) - counted.get(i - limit)).isGreaterThanOrEqualTo(WINDOW);
        }
    }

    @Property(tries = 100)
    void aSaturatedClientUsesTheWholeShare(
            @ForAll @IntRange(min = 1, max = 40) int limit,
            @ForAll @LongRange(min = 0, max = 500) long roundTripMillis) {
        long roundTrip = roundTripMillis * MILLI;
        Run run = new Run(limit, new Random(1), 0, 0);
        run.fixedRoundTrip = roundTrip;
        List<Long> counted = run.send(200 * limit);
        double seconds = (counted.get(counted.size() - 1) - counted.get(0)) / (double) WINDOW;
        double possible = limit / (1 + roundTrip / (double) WINDOW);
        assertThat((counted.size() - limit) / seconds).isGreaterThanOrEqualTo(0.99 * possible);
    }

    /** A client on a simulated network. */
    private static final class Run {
        private final Permits permits;
        private final Random random;
        private final long slowest;
        private final int idleness;
        private final PriorityQueue<Long> answers = new PriorityQueue<>(Comparator.comparingLong(at -> at - START));
        private long fixedRoundTrip = -1;
        private long now = START;

        Run(int limit, Random random, long slowest, int idleness) {
            this.permits = new Permits(limit, Duration.ofNanos(WINDOW));
            this.random = random;
            this.slowest = slowest;
            this.idleness = idleness;
            permits.share(limit, START);
        }

        List<Long> send(int requests) {
            List<Long> counted = new ArrayList<>();
            while (counted.size() < requests) {
                long wait = permits.waitNanos(now);
                if (wait == 0 && random.nextInt(idleness + 1) == 0) {
                    permits.take(now);
                    long roundTrip = fixedRoundTrip >= 0 ? fixedRoundTrip : random.nextLong(slowest);
                    counted.add(now + (long) (roundTrip * moment()));
                    answers.add(now + roundTrip);
                } else if (wait == 0) {
                    goOn(random.nextLong(WINDOW));
                } else {
                    goOn(wait);
                }
            }
            return counted;
        }

        /** Often at the very edges, where mistakes would be. */
        private double moment() {
            return switch (random.nextInt(3)) {
                case 0 -> 0.0;
                case 1 -> 1.0;
                default -> random.nextDouble();
            };
        }

        private void goOn(long nanos) {
            Long answer = answers.peek();
            if (answer != null && (nanos == Long.MAX_VALUE || answer - (now + nanos) <= 0)) {
                now = answer;
                answers.remove();
                permits.giveBack(now);
            } else {
                now += nanos;
            }
        }
    }
}

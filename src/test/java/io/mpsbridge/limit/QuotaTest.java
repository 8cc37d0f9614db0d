package io.mpsbridge.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.LongPredicate;
import java.util.function.LongSupplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** Permits, pacing, guard and lease together. */
final class QuotaTest {

    private static final long MILLI = 1_000_000;
    private static final long WINDOW = 1_000 * MILLI;
    private static final long START = 5 * WINDOW;
    private long wallMillis;

    private final Quota quota = new Quota(new Permits(20, Duration.ofNanos(WINDOW)), () -> wallMillis);

    @Test
    void nothingLeavesWithoutALeaseAndNothingAfterItsEnd() {
        quota.share(20, START - WINDOW);
        assertThat(quota.waitNanos(START)).isEqualTo(Long.MAX_VALUE);
        assertThat(quota.held(START)).contains(Quota.Held.NO_LEASE);

        quota.leaseUntil(START + WINDOW, Long.MAX_VALUE);
        assertThat(quota.waitNanos(START)).isZero();
        assertThat(quota.held(START)).isEmpty();

        assertThat(quota.waitNanos(START + WINDOW)).isEqualTo(Long.MAX_VALUE);
        assertThat(quota.sendCheck().test(START + WINDOW)).isFalse();
    }

    /** Another thread ends it, or the wall clock does, in between: the request is withdrawn, and nothing is broken. */
    @Test
    void aLeaseThatEndsBetweenTheLookAndThePermitKeepsTheRequestFromBeingWritten() {
        quota.share(20, START - WINDOW);
        quota.leaseUntil(START + WINDOW, 1_000);
        assertThat(quota.waitNanos(START)).isZero();

        wallMillis = 1_000;
        quota.take(START);

        assertThat(quota.sendCheck().test(START)).isFalse();
        quota.giveBack(START);
    }

    @Test
    void aPermitThatIsNotThereIsNeverTaken() {
        quota.leaseUntil(START + WINDOW, 1_000);

        assertThatThrownBy(() -> quota.take(START)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aSuspensionEndsTheLeaseThoughTheMonotonicClockStoodStill() {
        quota.share(20, START - WINDOW);
        quota.leaseUntil(START + WINDOW, 1_000);
        LongPredicate sendCheck = quota.sendCheck();
        wallMillis = 999;
        assertThat(sendCheck.test(START)).isTrue();

        wallMillis = 1_000;

        assertThat(sendCheck.test(START)).isFalse();
        assertThat(quota.waitNanos(START)).isEqualTo(Long.MAX_VALUE);
        assertThat(quota.held(START)).contains(Quota.Held.NO_LEASE);
    }

    @Test
    void aPermitStandsUntilTheLeaseEndsOrTheShareIsAnother() {
        start();
        quota.leaseUntil(START + WINDOW, Long.MAX_VALUE);
        LongPredicate sendCheck = quota.sendCheck();

        assertThat(sendCheck.test(START + WINDOW - 1)).isTrue();
        assertThat(sendCheck.test(START + WINDOW)).isFalse();
        quota.leaseUntil(START + 2 * WINDOW, Long.MAX_VALUE);
        assertThat(sendCheck.test(START + WINDOW)).isTrue();
        quota.share(0, START + WINDOW);
        assertThat(sendCheck.test(START + WINDOW)).isFalse();
        quota.share(20, START + WINDOW);
        assertThat(sendCheck.test(START + WINDOW)).isFalse();
        assertThat(quota.sendCheck().test(START + WINDOW)).isTrue();
    }

    @Test
    void aThrottleMakesThePermitsThatRestAlreadyWaitLonger() {
        start();
        for (int i = 0; i < 20; i++) {
            takeNext(START);
        }
        quota.giveBack(START + WINDOW);
        quota.throttled(START, START + WINDOW);

        assertThat(quota.waitNanos(START + WINDOW)).isEqualTo(WINDOW + WINDOW / 4);
    }

    @Test
    void theStatusTellsWhatIsHeldAndUntilWhen() {
        Instant wall = Instant.parse("2026-11-24T10:00:00Z");
        assertThat(quota.status(START, wall)).isEqualTo(new QuotaStatus(0, 20, Quota.Held.NO_SHARE, null, 0));
        start();
        quota.leaseUntil(START + 3 * WINDOW, Long.MAX_VALUE);
        quota.throttled(START, START);

        assertThat(quota.status(START, wall)).isEqualTo(new QuotaStatus(20, 20, null, wall.plusSeconds(3), 250));
        assertThat(quota.status(START + 3 * WINDOW, wall.plusSeconds(3)))
                .isEqualTo(new QuotaStatus(20, 20, Quota.Held.NO_LEASE, wall.plusSeconds(3), 182));
    }

    @Property(tries = 60)
    void theShareIsUsedWholeThoughRequestsAreKeptApart(
            @ForAll @IntRange(min = 10, max = 2_000) int limit,
            @ForAll @LongRange(min = 0, max = 120) long slowestMillis,
            @ForAll long seed) {
        Random random = new Random(seed);
        Run run = new Run(limit, () -> random.nextLong(slowestMillis * MILLI + 1), new Random(seed));
        // Enough of them that a single round trip, or where the last round is cut, weighs little.
        List<Long> left = run.send(Math.max(30 * limit, 6_000));

        // The first five rounds are for spreading out.
        List<Long> settled = left.subList(5 * limit, left.size());
        double seconds = (settled.get(settled.size() - 1) - settled.get(0)) / (double) WINDOW;
        double possible = limit / (1 + run.meanRoundTrip() / WINDOW);
        assertThat((settled.size() - 1) / seconds).isGreaterThanOrEqualTo(0.99 * possible);
    }

    /**
     * Half a round at least, so that a tenth of a second never sees more than a fifth of them, and what is made up for.
     */
    @Property(tries = 60)
    void theRequestsOfASecondDoNotLeaveInOneClump(
            @ForAll @IntRange(min = 10, max = 2_000) int limit,
            @ForAll @LongRange(min = 0, max = 120) long slowestMillis,
            @ForAll long seed) {
        Random random = new Random(seed);
        List<Long> left =
                new Run(limit, () -> random.nextLong(slowestMillis * MILLI + 1), new Random(seed)).send(10 * limit);
        int most = 0;
        for (int first = 0, last = 0; last < left.size(); last++) {
            while (left.get(last) - left.get(first) >= WINDOW / 10) {
                first++;
            }
            most = Math.max(most, last - first + 1);
        }
        assertThat(most).isLessThanOrEqualTo((int) Math.ceil(0.22 * limit) + 1);
    }

    @Property(tries = 100)
    void noSecondSeesMoreThanTheLimitWhateverIsThrottled(
            @ForAll @IntRange(min = 1, max = 40) int limit,
            @ForAll @LongRange(min = 1, max = 2_000) long slowestMillis,
            @ForAll @IntRange(min = 1, max = 50) int throttledOneIn,
            @ForAll long seed) {
        Random random = new Random(seed);
        Run run = new Run(limit, () -> random.nextLong(slowestMillis * MILLI), random);
        run.throttledOneIn = throttledOneIn;
        run.send(20 * limit);
        run.counted.sort(Comparator.naturalOrder());
        for (int i = limit; i < run.counted.size(); i++) {
            assertThat(run.counted.get(i) - run.counted.get(i - limit)).isGreaterThanOrEqualTo(WINDOW);
        }
    }

    private void start() {
        quota.share(20, START - WINDOW);
        quota.leaseUntil(START + 100 * WINDOW, Long.MAX_VALUE);
    }

    private void takeNext(long from) {
        long now = from;
        while (quota.waitNanos(now) > 0) {
            now += quota.waitNanos(now);
        }
        quota.take(now);
    }

    /** A saturated client, whose timers are late by up to a millisecond. */
    private static final class Run {
        private final Quota quota;
        private final LongSupplier roundTrips;
        private final Random random;
        private final PriorityQueue<long[]> answers = new PriorityQueue<>(Comparator.comparingLong(each -> each[1]));
        private final List<Long> counted = new ArrayList<>();
        private int throttledOneIn = Integer.MAX_VALUE;
        private long now = START;
        private double sum;

        Run(int limit, LongSupplier roundTrips, Random random) {
            this.quota = new Quota(new Permits(limit, Duration.ofNanos(WINDOW)), () -> 0);
            this.roundTrips = roundTrips;
            this.random = random;
            quota.share(limit, START);
            quota.leaseUntil(Long.MAX_VALUE, Long.MAX_VALUE);
        }

        List<Long> send(int requests) {
            List<Long> left = new ArrayList<>();
            while (left.size() < requests) {
                long wait = quota.waitNanos(now);
                if (wait > 0) {
                    goOn(wait);
                    continue;
                }
                quota.take(now);
                long roundTrip = roundTrips.getAsLong();
                sum += roundTrip;
                left.add(now);
                counted.add(now + (long) (random.nextDouble() * roundTrip));
                answers.add(new long[] {now, now + roundTrip});
            }
            return left;
        }

        double meanRoundTrip() {
            return sum / counted.size();
        }

        private void goOn(long nanos) {
            long[] answer = answers.peek();
            if (answer != null && (nanos == Long.MAX_VALUE || answer[1] <= now + nanos)) {
                now = Math.max(now, answer[1]);
                answers.remove();
                quota.giveBack(now);
                if (random.nextInt(throttledOneIn) == 0) {
                    quota.throttled(answer[0], now);
                }
            } else {
                now += nanos + random.nextLong(MILLI);
            }
        }
    }
}

package io.mpsbridge.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Over the whole range of both types: the exact value where it can be held, else the nearest that can. */
class TimesTest {

    private static final BigInteger SECOND = BigInteger.valueOf(1_000_000_000);

    @Property
    void aSumIsExactOrTheNearestInstant(@ForAll("instants") Instant time, @ForAll("durations") Duration amount) {
        BigInteger exact = nanos(time.getEpochSecond(), time.getNano()).add(nanos(amount));

        BigInteger sum = nanos(Times.plus(time, amount));

        assertThat(sum).isEqualTo(exact.min(nanos(Instant.MAX)).max(nanos(Instant.MIN)));
    }

    @Example
    void aSumAtTheEdgeIsExact() {
        assertThat(Times.plus(Instant.MIN.plusNanos(999_999_999), Duration.ofSeconds(-1, 2)))
                .isEqualTo(Instant.MIN.plusNanos(1));
    }

    @Property
    void aDifferenceIsExactOrTheNearestLong(@ForAll("instants") Instant from, @ForAll("instants") Instant to) {
        BigInteger exact = nanos(to).subtract(nanos(from));

        assertThat(BigInteger.valueOf(Times.nanosBetween(from, to))).isEqualTo(clamped(exact));
    }

    @Property
    void aDurationIsExactOrTheNearestLong(@ForAll("durations") Duration duration) {
        assertThat(BigInteger.valueOf(Times.nanos(duration))).isEqualTo(clamped(nanos(duration)));
    }

    @Property
    void millisecondsAreExactOrTheNearestLong(@ForAll("instants") Instant time) {
        BigInteger exact = nanos(time).divideAndRemainder(BigInteger.valueOf(1_000_000))[0];
        BigInteger floor = nanos(time).mod(BigInteger.valueOf(1_000_000)).signum() != 0
                        && exact.signum() <= 0
                        && nanos(time).signum() < 0
                ? exact.subtract(BigInteger.ONE)
                : exact;

        assertThat(BigInteger.valueOf(Times.epochMillis(time))).isEqualTo(clamped(floor));
    }

    @Provide
    static Arbitrary<Instant> instants() {
        return Combinators.combine(
                        Arbitraries.longs().between(Instant.MIN.getEpochSecond(), Instant.MAX.getEpochSecond()),
                        Arbitraries.integers().between(0, 999_999_999))
                .as(Instant::ofEpochSecond);
    }

    @Provide
    static Arbitrary<Duration> durations() {
        return Combinators.combine(Arbitraries.longs(), Arbitraries.integers().between(0, 999_999_999))
                .as((seconds, nanos) -> Duration.ofSeconds(seconds, nanos));
    }

    private static BigInteger clamped(BigInteger nanos) {
        return nanos.min(BigInteger.valueOf(Long.MAX_VALUE)).max(BigInteger.valueOf(Long.MIN_VALUE));
    }

    private static BigInteger nanos(Instant time) {
        return nanos(time.getEpochSecond(), time.getNano());
    }

    private static BigInteger nanos(Duration duration) {
        return nanos(duration.getSeconds(), duration.getNano());
    }

    private static BigInteger nanos(long seconds, int nanos) {
        return BigInteger.valueOf(seconds).multiply(SECOND).add(BigInteger.valueOf(nanos));
    }
}

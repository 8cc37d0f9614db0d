package io.mpsbridge.offsets;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** How much fits, that it keeps fitting, and what it takes in memory. */
class OffsetTrackerCapacityTest {

    private static final int LIMIT = 4096;

    /** Fills a partition until it is refused, then completes in random order: the metadata never gets longer. */
    @Property(tries = 10_000)
    void whatWasAdmittedFitsInEveryOrderOfCompletions(
            @ForAll @IntRange(min = 64, max = LIMIT) int limit,
            @ForAll @IntRange(min = 1, max = 200) int widestGap,
            @ForAll long seed) {
        Random random = new Random(seed);
        OffsetTracker tracker = OffsetTracker.resuming(OffsetMap.startingAt(0), new UUID(0, 1), limit);
        List<Long> inFlight = new ArrayList<>();
        for (long next = 0; tracker.admit(next); next += 1 + random.nextInt(widestGap)) {
            inFlight.add(next);
        }

        long chars = tracker.status().metadataChars();
        assertThat(chars).isLessThanOrEqualTo(limit);
        for (int i = 0; !inFlight.isEmpty(); i++) {
            tracker.complete(takeAny(inFlight, random));
            long shorter = tracker.status().metadataChars();
            assertThat(shorter <= chars).isTrue();
            chars = shorter;
            if (i % 1_000 == 0) {
                assertThat((long) tracker.snapshot().metadata().length()).isEqualTo(chars);
            }
        }
        assertThat(chars).isEqualTo(OffsetMapCodec.MIN_CHARS);
    }

    @Test
    void aHundredThousandCompletedBehindAStuckRecordTakeNextToNothing() {
        int trackers = 100;
        List<OffsetTracker> held = new ArrayList<>();
        long before = usedHeap();
        for (int i = 0; i < trackers; i++) {
            OffsetTracker tracker = OffsetTracker.resuming(OffsetMap.startingAt(0), new UUID(0, 1), LIMIT);
            assertThat(tracker.admit(0)).isTrue();
            for (long offset = 1; offset <= 100_000; offset += 500) {
                LongStream.range(offset, offset + 500).forEach(tracker::admit);
                LongStream.range(offset, offset + 500).forEach(tracker::complete);
                tracker.committed(tracker.snapshot());
            }
            held.add(tracker);
        }
        long each = (usedHeap() - before) / trackers;

        assertThat(held).allSatisfy(tracker -> {
            assertThat(tracker.status().incomplete()).isEqualTo(1);
            assertThat(tracker.status().metadataChars()).isLessThan(64);
            assertThat(tracker.isDone(100_000)).isTrue();
        });
        // As a set of longs it would be 800,000 bytes, as a bitmap 12,500.
        assertThat(each).isLessThan(8_000);
    }

    @Test
    void fiveThousandThatCompleteInRandomOrderFit() {
        Flow flow = new Flow(5_000);
        flow.run(5_000, 40);
        assertThat(flow.pauses).isZero();
        assertThat(flow.inFlight).hasSizeGreaterThan(4_900);
    }

    @Test
    void moreInRandomOrderThanFitPauseAndResumeAndStayWithinTheLimit() {
        Flow flow = new Flow(Integer.MAX_VALUE);
        flow.run(5_000, 40);
        assertThat(flow.pauses).isGreaterThan(1_000);
        assertThat(flow.inFlight).hasSizeGreaterThan(5_000);
        assertThat(flow.next).isGreaterThan(150_000);
    }

    /** Records come as fast as they are admitted, and complete in random order. */
    private static final class Flow {
        final Random random = new Random(42);
        final OffsetTracker tracker = OffsetTracker.resuming(OffsetMap.startingAt(0), new UUID(0, 1), LIMIT);
        final List<Long> inFlight = new ArrayList<>();
        final int wanted;
        long next;
        int pauses;

        Flow(int wanted) {
            this.wanted = wanted;
        }

        void run(int rounds, int completionsEach) {
            for (int round = 0; round < rounds; round++) {
                while (inFlight.size() < wanted && tracker.admit(next)) {
                    inFlight.add(next++);
                }
                pauses += inFlight.size() < wanted ? 1 : 0;
                for (int i = 0; i < completionsEach; i++) {
                    assertThat(tracker.complete(takeAny(inFlight, random))).isTrue();
                }
                OffsetSnapshot snapshot = tracker.snapshot();
                assertThat(snapshot.metadata().length()).isLessThanOrEqualTo(LIMIT);
                tracker.committed(snapshot);
            }
        }
    }

    private static Long takeAny(List<Long> list, Random random) {
        int at = random.nextInt(list.size());
        Long taken = list.get(at);
        list.set(at, list.get(list.size() - 1));
        list.remove(list.size() - 1);
        return taken;
    }

    private static long usedHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}

package io.mpsbridge.kafka;

import io.mpsbridge.offsets.OffsetMapCodec;
import io.mpsbridge.offsets.OffsetTracker;
import java.util.UUID;
import java.util.stream.LongStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * What the book-keeping of offsets costs, with 1,000 tasks in flight in a partition, every third one of its records.
 */
@State(Scope.Thread)
public class OffsetUnit {
    private static final UUID TOPIC = new UUID(0, 1);
    private static final int LIMIT = 4096;
    private static final int IN_FLIGHT = 1_000;
    private static final int APART = 3;
    private static final int COMMITTED = 100;

    private final OffsetTracker loaded = loaded();
    private final String metadata = loaded.snapshot().metadata();
    private final OffsetTracker turning = OffsetTracker.fresh(0, TOPIC, LIMIT);
    private long next;

    private static OffsetTracker loaded() {
        OffsetTracker tracker = OffsetTracker.fresh(0, TOPIC, LIMIT);
        LongStream.range(0, APART * IN_FLIGHT).forEach(tracker::admit);
        tracker.nextPosition(APART * IN_FLIGHT);
        LongStream.range(0, APART * IN_FLIGHT)
                .filter(offset -> offset % APART != 0)
                .forEach(tracker::complete);
        return tracker;
    }

    /** The metadata of a commit. */
    @Benchmark
    public Object encode() {
        return loaded.snapshot();
    }

    /** What a restart reads. */
    @Benchmark
    public Object decode() {
        return OffsetMapCodec.decode(metadata, 0, TOPIC, APART * IN_FLIGHT);
    }

    /** A record comes, the one that came 1,000 before it is done; 100 of them are committed at once. */
    @Benchmark
    @OperationsPerInvocation(COMMITTED)
    public long turn() {
        for (int i = 0; i < COMMITTED; i++, next++) {
            turning.admit(next);
            turning.nextPosition(next + 1);
            turning.complete(next - IN_FLIGHT);
        }
        turning.committed(turning.snapshot());
        return turning.watermark();
    }
}

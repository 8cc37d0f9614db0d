package io.mpsbridge.offsets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;

/**
 * A partition whose owner crashes and comes back with nothing but what was committed: each record is answered exactly
 * once, however reading, completing, committing, aborting, compaction and crashes follow one another.
 */
class OffsetTrackerRestartTest {

    private static final class Partition {
        final TreeSet<Long> log = new TreeSet<>();
        final Set<Long> answered = new HashSet<>();
        final int limit;
        final long logEnd;
        OffsetSnapshot committed = new OffsetSnapshot(0, "", 0);

        OffsetTracker tracker;
        long position;
        List<Long> inFlight = new ArrayList<>();
        List<Long> outcomes = new ArrayList<>();

        Partition(List<Integer> gaps, int limit) {
            this.limit = limit;
            long offset = 0;
            for (int gap : gaps) {
                offset += gap;
                log.add(offset++);
            }
            this.logEnd = offset + 1;
            this.tracker = load();
        }

        OffsetTracker load() {
            DecodedOffsets decoded =
                    OffsetMapCodec.decode(committed.metadata(), committed.offset(), new UUID(0, 1), logEnd);
            OffsetMap map = decoded instanceof DecodedOffsets.Mapped mapped
                    ? mapped.map()
                    : OffsetMap.startingAt(committed.offset());
            return OffsetTracker.resuming(map, new UUID(0, 1), limit);
        }

        void poll(int records) {
            for (int i = 0; i < records; i++) {
                Long offset = log.ceiling(position);
                if (offset == null) {
                    break;
                }
                position = offset;
                assertThat(tracker.isDone(offset)).isEqualTo(answered.contains(offset));
                if (!tracker.isDone(offset)) {
                    if (!tracker.admit(offset)) {
                        assertThat(inFlight.size() + outcomes.size()).isPositive();
                        return;
                    }
                    inFlight.add(offset);
                }
                position = offset + 1;
            }
            Long next = log.ceiling(position);
            position = next == null ? logEnd : next;
            tracker.nextPosition(position);
        }

        void complete(int where) {
            if (!inFlight.isEmpty()) {
                Long offset = inFlight.remove(where % inFlight.size());
                assertThat(tracker.complete(offset)).isTrue();
                outcomes.add(offset);
            }
        }

        void commit() {
            OffsetSnapshot snapshot = tracker.snapshot();
            assertThat(snapshot.metadata().length()).isLessThanOrEqualTo(limit);
            for (Long outcome : outcomes) {
                assertThat(answered.add(outcome)).isTrue();
            }
            outcomes.clear();
            tracker.committed(snapshot);
            committed = snapshot;
        }

        void abort() {
            tracker.rollback();
            inFlight.addAll(outcomes);
            outcomes.clear();
        }

        void crash() {
            tracker = load();
            position = committed.offset();
            inFlight.clear();
            outcomes.clear();
        }

        /** Only what is not answered: whether an answered one is still there makes no difference to anybody. */
        void compactAwayFrom(long offset) {
            Long victim = log.ceiling(offset);
            if (victim != null
                    && !answered.contains(victim)
                    && !inFlight.contains(victim)
                    && !outcomes.contains(victim)) {
                log.remove(victim);
            }
        }
    }

    @Property(tries = 10_000)
    void everyRecordIsAnsweredExactlyOnce(
            @ForAll @NotEmpty @Size(max = 200) List<@IntRange(max = 40) Integer> gaps,
            @ForAll @IntRange(min = OffsetMapCodec.MIN_CHARS, max = 120) int limit,
            @ForAll @Size(max = 200) List<@IntRange(max = 9_999) Integer> steps) {
        Partition partition = new Partition(gaps, limit);

        for (int step : steps) {
            int where = step / 20;
            switch (step % 20) {
                case 0, 1, 2, 3, 4 -> partition.poll(where % 30);
                case 5, 6, 7, 8, 9, 10, 11, 12 -> partition.complete(where);
                case 13, 14, 15 -> partition.commit();
                case 16 -> partition.abort();
                case 17 -> partition.compactAwayFrom(where * 10L);
                default -> partition.crash();
            }
        }
        for (int i = 0; i <= 2 * gaps.size(); i++) {
            partition.poll(50);
            partition.complete(i);
            partition.commit();
        }

        assertThat(partition.answered).containsAll(partition.log);
        assertThat(partition.committed.offset()).isEqualTo(partition.logEnd);
        assertThat(partition.tracker.status().incomplete()).isZero();
    }
}

package io.mpsbridge.offsets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** The tracker beside a naive one that keeps every offset in a tree and copies it before each transaction. */
class OffsetTrackerModelTest {

    private static final UUID TOPIC = new UUID(0, 1);

    private static final class Model {
        TreeSet<Long> incomplete = new TreeSet<>();
        TreeSet<Long> beforeTransaction = new TreeSet<>();
        long position;
        long end;

        Model(long position) {
            this.position = position;
            this.end = position;
        }

        boolean inTransaction() {
            return !incomplete.equals(beforeTransaction);
        }

        long watermark() {
            return incomplete.isEmpty() ? position : incomplete.first();
        }

        OffsetMap map() {
            return incomplete.isEmpty()
                    ? OffsetMap.startingAt(position)
                    : new OffsetMap(
                            watermark(),
                            end,
                            incomplete.stream().mapToLong(Long::longValue).toArray());
        }
    }

    /** Each step is one number: its last digit says what happens, the rest where. */
    @Property(tries = 10_000)
    void theTrackerAgreesWithTheNaiveOne(
            @ForAll @IntRange(max = 1_000_000) int start,
            @ForAll @IntRange(min = OffsetMapCodec.MIN_CHARS, max = 200) int limit,
            @ForAll @Size(max = 400) List<@IntRange(max = 9_999) Integer> steps) {
        OffsetTracker tracker = OffsetTracker.resuming(OffsetMap.startingAt(start), TOPIC, limit);
        Model model = new Model(start);

        for (int step : steps) {
            int where = step / 10;
            switch (step % 10) {
                case 0, 1, 2, 3 -> admit(tracker, model, where);
                case 4, 5, 6 -> completeSome(tracker, model, where);
                case 7 -> commit(tracker, model, limit, where % 8);
                case 8 -> rollback(tracker, model);
                default -> passGap(tracker, model, where % 20);
            }
            assertThat(tracker.watermark()).isEqualTo(model.watermark());
        }
        rollback(tracker, model);
        assertSame(tracker, model, limit);
    }

    private static void admit(OffsetTracker tracker, Model model, int where) {
        long offset = model.position + (where % 4 == 0 ? where : 0);
        boolean room = tracker.canAdmit(offset);
        model.position = offset;
        assertThat(tracker.isDone(offset)).isFalse();
        assertThat(tracker.admit(offset)).isEqualTo(room);
        if (room) {
            model.incomplete.add(offset);
            model.beforeTransaction.add(offset);
            model.position = offset + 1;
            model.end = offset + 1;
        } else {
            assertThat(model.inTransaction() || !model.incomplete.isEmpty()).isTrue();
        }
    }

    private static void completeSome(OffsetTracker tracker, Model model, int where) {
        for (int i = 0; i <= where % 5 && !model.incomplete.isEmpty(); i++) {
            Long offset = model.incomplete.floor(
                    model.incomplete.first() + (long) where * (i + 7) % (model.end - model.incomplete.first()));
            model.incomplete.remove(offset);
            assertThat(tracker.complete(offset)).isTrue();
            assertThat(tracker.complete(offset)).isFalse();
            assertThat(tracker.isDone(offset)).isTrue();
        }
    }

    /** Records come in between the snapshot and its commit. */
    private static void commit(OffsetTracker tracker, Model model, int limit, int admitted) {
        OffsetSnapshot snapshot = tracker.snapshot();
        for (int i = 0; i < admitted; i++) {
            admit(tracker, model, i);
        }
        tracker.committed(snapshot);
        model.beforeTransaction = new TreeSet<>(model.incomplete);
        assertThat(admitted > 0 || !tracker.dirty()).isTrue();
        assertSame(tracker, model, limit);
    }

    private static void rollback(OffsetTracker tracker, Model model) {
        tracker.rollback();
        model.incomplete = new TreeSet<>(model.beforeTransaction);
    }

    private static void passGap(OffsetTracker tracker, Model model, int length) {
        model.position += length;
        tracker.nextPosition(model.position);
    }

    private static void assertSame(OffsetTracker tracker, Model model, int limit) {
        OffsetSnapshot snapshot = tracker.snapshot();
        OffsetMap map = model.map();
        assertThat(snapshot.offset()).isEqualTo(model.watermark());
        assertThat(OffsetMapCodec.decode(snapshot.metadata(), snapshot.offset(), TOPIC, Long.MAX_VALUE))
                .isEqualTo(new DecodedOffsets.Mapped(map));
        assertThat(snapshot.metadata().length()).isLessThanOrEqualTo(limit);
        assertThat(tracker.status())
                .isEqualTo(new OffsetStatus(
                        map.count(), map.span(), snapshot.metadata().length(), limit));
    }
}

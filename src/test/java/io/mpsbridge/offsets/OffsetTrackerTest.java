package io.mpsbridge.offsets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OffsetTrackerTest {

    private static final UUID TOPIC = new UUID(0, 1);
    private static final int LIMIT = 4096;

    @Test
    void theWatermarkIsTheLowestIncompleteOffset() {
        OffsetTracker tracker = tracking(10, 11, 12);
        commit(tracker, 11);
        assertThat(tracker.watermark()).isEqualTo(10);
        commit(tracker, 10);
        assertThat(tracker.watermark()).isEqualTo(12);
        commit(tracker, 12);
        assertThat(tracker.watermark()).isEqualTo(13);
    }

    @Test
    void markersBetweenAndBehindTheRecordsDoNotHoldTheWatermark() {
        OffsetTracker tracker = tracking(10, 13);
        commit(tracker, 10);
        assertThat(tracker.watermark()).isEqualTo(13);
        commit(tracker, 13);
        tracker.nextPosition(15);
        assertThat(tracker.watermark()).isEqualTo(15);
    }

    @Test
    void anEmptyPollLiftsTheWatermarkAndAsksForACommit() {
        OffsetTracker tracker = OffsetTracker.resuming(OffsetMap.startingAt(10), TOPIC, LIMIT);
        assertThat(tracker.dirty()).isFalse();
        tracker.nextPosition(12);
        assertThat(tracker.watermark()).isEqualTo(12);
        assertThat(tracker.dirty()).isTrue();
    }

    @Test
    void theFirstPositionOfAGroupIsWorthACommit() {
        OffsetTracker tracker = OffsetTracker.fresh(10, TOPIC, LIMIT);
        assertThat(tracker.dirty()).isTrue();
        tracker.committed(tracker.snapshot());
        assertThat(tracker.dirty()).isFalse();
    }

    @Test
    void admissionAloneIsNotWorthACommitButACompletionAboveTheWatermarkIs() {
        OffsetTracker tracker = tracking(10, 11);
        assertThat(tracker.dirty()).isFalse();
        tracker.complete(11);
        assertThat(tracker.dirty()).isTrue();
        tracker.rollback();
        assertThat(tracker.dirty()).isFalse();
    }

    @Test
    void aRecordCompletesOnceAndOnlyIfItIsInFlight() {
        OffsetTracker tracker = tracking(10, 12);
        OffsetSnapshot before = tracker.snapshot();
        assertThat(tracker.complete(9)).isFalse();
        assertThat(tracker.complete(11)).isFalse();
        assertThat(tracker.complete(13)).isFalse();
        assertThat(tracker.snapshot()).isEqualTo(before);
        assertThat(tracker.complete(12)).isTrue();
        assertThat(tracker.complete(12)).isFalse();
        tracker.committed(tracker.snapshot());
        assertThat(tracker.complete(12)).isFalse();
    }

    @Test
    void whatTheMapAnnouncesCannotCompleteBeforeItIsRead() {
        OffsetTracker tracker = OffsetTracker.resuming(new OffsetMap(10, 20, 10, 15), TOPIC, LIMIT);
        assertThat(tracker.complete(15)).isFalse();
        tracker.admit(10);
        tracker.admit(15);
        assertThat(tracker.complete(15)).isTrue();
    }

    @Test
    void aRecordIsAdmittedOnceInAscendingOrder() {
        OffsetTracker tracker = tracking(10, 12);
        assertThatThrownBy(() -> tracker.admit(12)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> tracker.admit(11)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRecordThatIsDoneIsNotAdmitted() {
        OffsetTracker tracker = OffsetTracker.resuming(new OffsetMap(10, 20, 10, 15), TOPIC, LIMIT);
        assertThatThrownBy(() -> tracker.admit(11)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aLoadedMapSaysWhatIsDone() {
        OffsetTracker tracker = OffsetTracker.resuming(new OffsetMap(10, 20, 10, 15), TOPIC, LIMIT);
        assertThat(LongStream.range(8, 23).filter(tracker::isDone))
                .containsExactly(8L, 9L, 11L, 12L, 13L, 14L, 16L, 17L, 18L, 19L);
    }

    @Test
    void aCommitWhileTheMapIsReadAgainStillSaysWhatWasDoneBehind() {
        OffsetTracker tracker = OffsetTracker.resuming(new OffsetMap(10, 20, 10, 11, 15), TOPIC, LIMIT);
        tracker.admit(10);
        tracker.complete(10);
        assertThat(decoded(tracker.snapshot())).isEqualTo(new OffsetMap(11, 20, 11, 15));
    }

    @Test
    void whenAllTheMapAnnouncesIsDoneTheWatermarkIsTheMapsEnd() {
        OffsetTracker tracker = OffsetTracker.resuming(new OffsetMap(10, 20, 10), TOPIC, LIMIT);
        tracker.admit(10);
        commit(tracker, 10);
        assertThat(tracker.watermark()).isEqualTo(20);
    }

    @Test
    void anAnnouncedRecordThatTheLogNoLongerHoldsDoesNotHoldTheWatermark() {
        OffsetTracker tracker = OffsetTracker.resuming(new OffsetMap(10, 20, 10, 12, 15), TOPIC, LIMIT);
        tracker.admit(15);
        assertThat(tracker.watermark()).isEqualTo(15);
        commit(tracker, 15);
        assertThat(tracker.watermark()).isEqualTo(20);
    }

    @Test
    void announcedRecordsThatAreGoneMakeRoomForTheNextOne() {
        long[] gone = LongStream.range(0, 60).map(i -> 1000 + 100 * i).toArray();
        OffsetMap map = new OffsetMap(1000, 7000, gone);
        int limit = Math.toIntExact(Sizes.of(map).chars(map.span()));
        OffsetTracker tracker = OffsetTracker.resuming(map, TOPIC, limit);
        assertThat(tracker.canAdmit(50_000)).isTrue();
        assertThat(tracker.watermark()).isEqualTo(50_000);
    }

    @Test
    void aMapLargerThanALoweredLimitIsKeptAndOnlyNewRecordsWait() {
        OffsetMap map =
                new OffsetMap(0, 5000, LongStream.range(0, 100).map(i -> 50 * i).toArray());
        OffsetTracker tracker = OffsetTracker.resuming(map, TOPIC, 64);
        assertThat(tracker.status().metadataChars()).isGreaterThan(64);
        for (int i = 0; i < 100; i++) {
            assertThat(tracker.admit(50L * i)).isTrue();
        }
        assertThat(tracker.admit(5000)).isFalse();
        LongStream.range(0, 100).forEach(i -> tracker.complete(50 * i));
        tracker.committed(tracker.snapshot());
        assertThat(tracker.admit(5000)).isTrue();
    }

    @Test
    void whatIsAdmittedWhileCompletionsAreTentativeLeavesRoomForTheirRollback() {
        OffsetTracker tracker = OffsetTracker.resuming(OffsetMap.startingAt(0), TOPIC, OffsetMapCodec.MIN_CHARS);
        long next = 0;
        while (tracker.admit(next)) {
            next += 40;
        }
        tracker.complete(40);
        tracker.complete(0);

        assertThat(tracker.canAdmit(next)).isFalse();

        tracker.committed(tracker.snapshot());
        assertThat(tracker.admit(next)).isTrue();
    }

    @Test
    void recordsGoOnBeingAdmittedWhileATransactionIsUnderWay() {
        OffsetTracker tracker = tracking(10, 11);
        tracker.complete(10);
        tracker.complete(11);
        OffsetSnapshot underWay = tracker.snapshot();
        assertThat(tracker.admit(12)).isTrue();
        assertThat(tracker.admit(14)).isTrue();

        tracker.committed(underWay);

        assertThat(tracker.watermark()).isEqualTo(12);
        assertThat(decoded(tracker.snapshot())).isEqualTo(new OffsetMap(12, 15, 12, 14));
        tracker.complete(14);
        tracker.rollback();
        assertThat(decoded(tracker.snapshot())).isEqualTo(new OffsetMap(12, 15, 12, 14));
    }

    @Test
    void aRolledBackCompletionCanComeAgain() {
        OffsetTracker tracker = tracking(10, 11, 12);
        OffsetSnapshot before = tracker.snapshot();
        tracker.complete(11);
        tracker.complete(10);
        tracker.rollback();
        assertThat(tracker.snapshot()).isEqualTo(before);
        assertThat(tracker.complete(11)).isTrue();
        assertThat(decoded(tracker.snapshot())).isEqualTo(new OffsetMap(10, 13, 10, 12));
    }

    @Test
    void aRollbackAfterTheCommitTakesNothingBack() {
        OffsetTracker tracker = tracking(10, 11);
        commit(tracker, 10);
        tracker.rollback();
        assertThat(tracker.watermark()).isEqualTo(11);
    }

    @Test
    void aCompletionAfterTheSnapshotIsNotTakenForCommitted() {
        OffsetTracker tracker = tracking(10, 11);
        tracker.complete(10);
        OffsetSnapshot snapshot = tracker.snapshot();
        tracker.complete(11);
        assertThatThrownBy(() -> tracker.committed(snapshot)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void thePositionMayRiseWhileACommitIsUnresolved() {
        OffsetTracker tracker = tracking(10);
        tracker.complete(10);
        OffsetSnapshot snapshot = tracker.snapshot();
        tracker.nextPosition(12);
        tracker.committed(snapshot);
        assertThat(tracker.dirty()).isTrue();
        assertThat(tracker.watermark()).isEqualTo(12);
    }

    @Test
    void theLowestLimitStillLetsOneRecordThroughAtATime() {
        OffsetTracker tracker = OffsetTracker.resuming(OffsetMap.startingAt(0), TOPIC, OffsetMapCodec.MIN_CHARS);
        for (long offset = 0; offset < 1_000_000_000L; offset += 99_999_999L) {
            assertThat(tracker.admit(offset)).isTrue();
            assertThat(tracker.admit(offset + 40)).isFalse();
            commit(tracker, offset);
            assertThat(tracker.canAdmit(offset + 40)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {OffsetMapCodec.MIN_CHARS - 1, OffsetMapCodec.MAX_CHARS + 1})
    void aLimitThatCannotWorkIsRefused(int limit) {
        assertThatThrownBy(() -> OffsetTracker.fresh(0, TOPIC, limit)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theStatusSaysHowFullTheMetadataIs() {
        OffsetTracker tracker = tracking(10, 11, 20);
        commit(tracker, 11);
        assertThat(tracker.status())
                .isEqualTo(new OffsetStatus(2, 11, tracker.snapshot().metadata().length(), LIMIT));
    }

    private static OffsetTracker tracking(long... offsets) {
        OffsetTracker tracker = OffsetTracker.resuming(OffsetMap.startingAt(offsets[0]), TOPIC, LIMIT);
        for (long offset : offsets) {
            assertThat(tracker.admit(offset)).isTrue();
        }
        return tracker;
    }

    private static void commit(OffsetTracker tracker, long offset) {
        assertThat(tracker.complete(offset)).isTrue();
        tracker.committed(tracker.snapshot());
    }

    private static OffsetMap decoded(OffsetSnapshot snapshot) {
        DecodedOffsets decoded = OffsetMapCodec.decode(snapshot.metadata(), snapshot.offset(), TOPIC, Long.MAX_VALUE);
        return ((DecodedOffsets.Mapped) decoded).map();
    }
}

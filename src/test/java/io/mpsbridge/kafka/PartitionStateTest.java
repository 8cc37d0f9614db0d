package io.mpsbridge.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpsbridge.offsets.OffsetMap;
import io.mpsbridge.offsets.OffsetTracker;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PartitionStateTest {

    private static final OffsetTracker TRACKER = OffsetTracker.resuming(OffsetMap.startingAt(0), new UUID(0, 1), 4096);
    private static final LoopStatus.Loading ASKED = new LoopStatus.Loading(0, "asked, not answered yet");

    private final PartitionState loading = new PartitionState.Loading(null);
    private final PartitionState reading = loading.begun(TRACKER);
    private final PartitionState unreadable = reading.unreadable("broken batch", 30);

    @Test
    void loadingEndsWithATrackerOrWithTheReasonForHoldingThePartition() {
        assertThat(loading.pause()).isEqualTo(PauseReason.LOADING);
        assertThat(loading.waitingFor(ASKED).loading()).isEqualTo(ASKED);
        assertThat(loading.isBegun()).isFalse();

        assertThat(loading.begun(TRACKER)).isEqualTo(new PartitionState.Reading(TRACKER, null));
        assertThat(loading.held("no map").pause()).isEqualTo(PauseReason.HELD);
        assertThat(loading.held("no map").heldBecause()).isEqualTo("no map");
    }

    @Test
    void readingStopsWithoutRoomAndGoesOnWithIt() {
        PartitionState full = reading.admitted(PauseReason.TASKS_FULL);

        assertThat(full.pause()).isEqualTo(PauseReason.TASKS_FULL);
        assertThat(full.isReading()).isTrue();
        assertThat(full.admitted(null)).isEqualTo(reading);
    }

    @Test
    void whatCannotBeReadIsTriedWhenItIsTimeAndIsWellOnceSomethingWasRead() {
        assertThat(unreadable.pause()).isEqualTo(PauseReason.UNREADABLE);
        assertThat(unreadable.isReading()).isFalse();
        assertThat(unreadable.at(29)).isSameAs(unreadable);

        PartitionState onTrial = unreadable.at(30);

        assertThat(onTrial.isOnTrial()).isTrue();
        assertThat(onTrial.heldBecause()).isEqualTo("broken batch");
        assertThat(onTrial.unreadable("broken batch", 60).pause()).isEqualTo(PauseReason.UNREADABLE);
        assertThat(onTrial.admitted(null).read()).isEqualTo(reading);
    }

    @Test
    void whoLostThePlaceGoesOnAsBeforeOnceItIsFound() {
        PartitionState onTrial = unreadable.at(30);
        PartitionState locating = onTrial.placeLost();

        assertThat(locating.pause()).isEqualTo(PauseReason.LOCATING);
        assertThat(locating.heldBecause()).isEqualTo("broken batch");
        assertThat(locating.isReading()).isFalse();
        assertThat(locating.waitingFor(ASKED).loading()).isEqualTo(ASKED);
        assertThat(locating.waitingFor(ASKED).located()).isEqualTo(onTrial);
        assertThat(reading.placeLost().located()).isEqualTo(reading);
        assertThat(locating.unreadable("broken batch", 60).pause()).isEqualTo(PauseReason.UNREADABLE);
    }

    static Stream<Runnable> impossible() {
        PartitionState loading = new PartitionState.Loading(null);
        PartitionState reading = loading.begun(TRACKER);
        return Stream.of(
                loading::tracker,
                loading::placeLost,
                loading::located,
                () -> loading.unreadable("broken batch", 0),
                () -> loading.held("no map").begun(TRACKER),
                () -> reading.begun(TRACKER),
                () -> reading.held("no map"),
                () -> reading.waitingFor(ASKED),
                reading::located,
                () -> reading.unreadable("broken batch", 0).placeLost());
    }

    @ParameterizedTest
    @MethodSource("impossible")
    void anyOtherTransitionIsABug(Runnable transition) {
        assertThatThrownBy(transition::run).isInstanceOf(IllegalStateException.class);
    }
}

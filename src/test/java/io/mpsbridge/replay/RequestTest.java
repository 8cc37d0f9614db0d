package io.mpsbridge.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a replay can be told, and what of it is kept. */
class RequestTest {
    private static final Instant FROM = Instant.parse("2026-11-23T10:00:00Z");
    private static final Selection ALL = new Selection(null, null, Set.of(), Set.of(), List.of(), false);

    private static ReplayRequest request(String name, String reason, Source source, Mode mode, Selection selection) {
        return new ReplayRequest(name, reason, source, mode, selection, 20, 10, null);
    }

    @ParameterizedTest
    @CsvSource({"3, 3:0-9223372036854775807", "3:17, 3:17", "0:0-5, 0:0-5"})
    void partitionsAndOffsetsAreRead(String text, String range) {
        assertThat(OffsetRange.parse(text)).hasToString(range);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "3:", "3:5-4", "-1", "3:1-2-3", "3:9999999999999999999"})
    void whatIsNoPartitionIsRefusedWithItsText(String text) {
        assertThatThrownBy(() -> OffsetRange.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void mistakesNameTheField() {
        Selection byReason = new Selection(null, null, Set.of(), Set.of("X"), List.of(), false);
        Selection byTask = new Selection(null, null, Set.of("t"), Set.of(), List.of(), false);
        Selection noTime = new Selection(FROM, FROM, Set.of(), Set.of(), List.of(), false);
        List<OffsetRange> ranges = List.of(new OffsetRange(1, 0, 1), new OffsetRange(1, 5, 6));
        Selection twice = new Selection(null, null, Set.of(), Set.of(), ranges, false);
        Map<RequestField, Runnable> mistakes = Map.of(
                RequestField.NAME, () -> request("a b", "r", Source.CREATED, Mode.REPROCESS, ALL),
                RequestField.REASON, () -> request("n", "two\nlines", Source.CREATED, Mode.REPROCESS, ALL),
                RequestField.MODE, () -> request("n", "r", Source.CREATED, Mode.REPUBLISH, ALL),
                RequestField.REASONS, () -> request("n", "r", Source.CREATED, Mode.REPROCESS, byReason),
                RequestField.TASK_IDS, () -> request("n", "r", Source.DLT, Mode.REPROCESS, byTask),
                RequestField.PER_SECOND,
                        () -> new ReplayRequest("n", "r", Source.CREATED, Mode.REPROCESS, ALL, 0, 1, null),
                RequestField.LIMIT, () -> new ReplayRequest("n", "r", Source.CREATED, Mode.REPROCESS, ALL, 1, 0, null),
                RequestField.FROM, () -> request("n", "r", Source.CREATED, Mode.REPROCESS, noTime),
                RequestField.RANGES, () -> request("n", "r", Source.CREATED, Mode.REPROCESS, twice));

        mistakes.forEach((field, mistake) -> assertThatThrownBy(mistake::run)
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith(field + " "));
    }

    @Test
    void whoeverShowsAMistakeNamesTheFields() {
        assertThatThrownBy(() -> request("n", "r", Source.COMPLETED, Mode.REPROCESS, ALL))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        refused -> assertThat(refused.message(field -> "<" + field + ">"))
                                .isEqualTo(
                                        "<mode> reprocess does not work with <source> completed; reprocess a completed task"
                                                + " by its created event: <source> created <task ids>"));
    }

    /** A release that computes another one would not resume the replays of the release before. */
    @Test
    void theFingerprintOfARequestStaysWhatItIs() {
        List<OffsetRange> ranges = List.of(new OffsetRange(1, 0, 5), new OffsetRange(0, 7, 7));
        Selection tasks = new Selection(FROM, FROM.plusSeconds(60), Set.of("b", "a"), Set.of(), ranges, true);
        Selection letters = new Selection(null, null, Set.of(), Set.of("not-json"), List.of(), false);
        RecordPatch patch = new RecordPatch("x".getBytes(StandardCharsets.UTF_8), Map.of("ce_id", "1"));

        assertThat(request("n", "r", Source.CREATED, Mode.REPROCESS, tasks).fingerprint())
                .isEqualTo("094701c83ef1dbcf");
        assertThat(new ReplayRequest("n", "r", Source.DLT, Mode.REPROCESS, letters, 20, 10, patch).fingerprint())
                .isEqualTo("e6456f2a8af6f2fd");
    }

    @Test
    void aRequestIsTheSameWhateverTheOrderAndNotTheSameOnceItChooses() {
        Selection one = new Selection(FROM, null, Set.of("a", "b"), Set.of(), List.of(), false);
        Selection same = new Selection(FROM, null, Set.of("b", "a"), Set.of(), List.of(), false);
        String fingerprint =
                request("n", "r", Source.CREATED, Mode.REPROCESS, one).fingerprint();

        assertThat(request("n", "other reason", Source.CREATED, Mode.REPROCESS, same)
                        .fingerprint())
                .isEqualTo(fingerprint);
        assertThat(request("n", "r", Source.CREATED, Mode.REPROCESS, ALL).fingerprint())
                .isNotEqualTo(fingerprint);
        assertThat(new ReplayRequest(
                                "n",
                                "r",
                                Source.DLT,
                                Mode.REPROCESS,
                                ALL,
                                20,
                                10,
                                new RecordPatch("x".getBytes(StandardCharsets.UTF_8), Map.of()))
                        .fingerprint())
                .isNotEqualTo(request("n", "r", Source.DLT, Mode.REPROCESS, ALL).fingerprint());
    }

    @Property(tries = 300)
    void aCheckpointComesBackFromWhatIsCommitted(
            @ForAll @LongRange(min = 0, max = 999_999_999_999L) long start,
            @ForAll @LongRange(min = 0, max = 999_999_999_999L) long length,
            @ForAll @LongRange(min = 0, max = 1_000_000) long sent) {
        Checkpoint checkpoint = new Checkpoint(
                start,
                start + length / 2,
                start + length,
                sent,
                SentOffsets.NONE.plus(start + length / 2, -1).plus(start + length, start + length - 1),
                "0123abcd",
                3);

        assertThat(Checkpoint.of(checkpoint.committed("an odd reason = start=1 end=2 \u2028 x")))
                .contains(checkpoint);
    }

    @Test
    void aCheckpointOfAnEarlierReleaseCountsEverythingScannedAsSent() {
        String text = "mps-bridge-replay/1 start=5 end=90 sent=%d request=ab partitions=1 reason=why not";

        Checkpoint sent =
                Checkpoint.of(new OffsetAndMetadata(50, text.formatted(3))).orElseThrow();
        Checkpoint none =
                Checkpoint.of(new OffsetAndMetadata(50, text.formatted(0))).orElseThrow();

        assertThat(sent.offsets().has(5)).isTrue();
        assertThat(sent.offsets().has(49)).isTrue();
        assertThat(sent.offsets().has(50)).isFalse();
        assertThat(none.offsets().has(5)).isFalse();
        assertThat(Checkpoint.reason(new OffsetAndMetadata(50, text.formatted(3))))
                .isEqualTo("why not");
    }

    @Test
    void foreignMetadataIsNoCheckpoint() {
        assertThat(Checkpoint.of(null)).isEmpty();
        assertThat(Checkpoint.of(new OffsetAndMetadata(5))).isEmpty();
        assertThat(Checkpoint.of(new OffsetAndMetadata(5, "mps-bridge-replay/2 start=1")))
                .isEmpty();
    }

    @Test
    void paceIsEvenAndMakesNothingUp() {
        Pace pace = new Pace(10);

        assertThat(pace.waitNanos(-5_000)).isZero();
        pace.sent(2, -5_000);
        assertThat(pace.waitNanos(-5_000)).isEqualTo(200_000_000);
        assertThat(pace.waitNanos(150_000_000)).isEqualTo(49_995_000);
        pace.sent(1, 10_000_000_000L);
        assertThat(pace.waitNanos(10_000_000_000L)).isEqualTo(100_000_000);
    }
}

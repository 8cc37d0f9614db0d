package io.mpsbridge.offsets;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpsbridge.offsets.DecodedOffsets.Problem;
import java.util.Base64;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OffsetMapCodecTest {

    private static final UUID TOPIC = new UUID(0x0123456789abcdefL, 0x1122334455667788L);
    private static final long NO_END = Long.MAX_VALUE;

    /** What this release writes, character for character: releases to come must be able to read it. */
    private static final String GOLDEN_NOTHING = "mpsb:AUVVlAwAASNFZ4mrze8RIjNEVWZ3iAAAAAAAABJnAA";

    private static final String GOLDEN_BITMAP = "mpsb:AeLurloAASNFZ4mrze8RIjNEVWZ3iAAAAAAAAAPoDLCA";
    private static final String GOLDEN_NARROW = "mpsb:ARucQeQBASNFZ4mrze8RIjNEVWZ3iAAAAAAAAAAFoI0Gu-u-q0AA";
    private static final String GOLDEN_WIDE = "mpsb:AXaUkrMHASNFZ4mrze8RIjNEVWZ3iAAAAAAAAAAH7QNjW2R3Tw";

    @Test
    void theFormatOfNothingIncompleteStays() {
        assertGolden(OffsetMap.startingAt(4711), GOLDEN_NOTHING);
    }

    @Test
    void theFormatOfABitmapStays() {
        assertGolden(new OffsetMap(1000, 1012, 1000, 1001, 1003, 1004, 1009), GOLDEN_BITMAP);
    }

    @Test
    void theFormatOfNarrowGroupsStays() {
        assertGolden(new OffsetMap(5, 100_005, 5, 100_000, 100_001, 100_002, 100_003, 100_004), GOLDEN_NARROW);
    }

    @Test
    void theFormatOfWideGroupsStays() {
        assertGolden(new OffsetMap(7, 500, 7, 107, 199, 300, 420), GOLDEN_WIDE);
    }

    @Test
    void theShortestTextIsWhatTheLowestLimitAllows() {
        assertThat(encode(OffsetMap.startingAt(Long.MAX_VALUE), TOPIC)).hasSize(OffsetMapCodec.MIN_CHARS);
        assertThat(encode(new OffsetMap(8, 9, 8), TOPIC)).hasSize(OffsetMapCodec.MIN_CHARS);
    }

    @Test
    void emptyMetadataIsNoMap() {
        assertThat(decode("")).isEqualTo(new DecodedOffsets.Empty());
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "mps", "mpsb", "MPSB:AAAA", "bgAFAQIDBAU=", "{\"node\":\"a\"}", "\u0000\uFFFF"})
    void textWithoutOurMarkIsForeign(String metadata) {
        assertThat(decode(metadata)).isEqualTo(new DecodedOffsets.Foreign());
    }

    @ParameterizedTest
    @ValueSource(strings = {"mpsb:", "mpsb:A", "mpsb:AQ", "mpsb:not base64", "mpsb:AQ==AQ"})
    void ourMarkBeforeAnythingElseIsBroken(String metadata) {
        assertProblem(decode(metadata), Problem.BROKEN);
    }

    @Test
    void textLongerThanAnyCommitIsBrokenUnread() {
        assertProblem(decode(OffsetMapCodec.MARK + "A".repeat(OffsetMapCodec.MAX_CHARS)), Problem.BROKEN);
    }

    @Test
    void aLaterVersionIsNamedAsSuch() {
        String body = encode(OffsetMap.startingAt(1), TOPIC).substring(OffsetMapCodec.MARK.length());
        byte[] bytes = Base64.getUrlDecoder().decode(body);
        bytes[0]++;
        String later =
                OffsetMapCodec.MARK + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        assertProblem(OffsetMapCodec.decode(later, 1, TOPIC, NO_END), Problem.UNKNOWN_VERSION);
    }

    @Test
    void aMapOfAnotherOffsetIsUnreadable() {
        String metadata = encode(OffsetMap.startingAt(10), TOPIC);
        assertProblem(OffsetMapCodec.decode(metadata, 11, TOPIC, NO_END), Problem.OTHER_OFFSET);
    }

    @Test
    void aMapOfATopicOfTheSameNameIsUnreadable() {
        String metadata = encode(OffsetMap.startingAt(10), TOPIC);
        assertProblem(OffsetMapCodec.decode(metadata, 10, new UUID(0, 1), NO_END), Problem.OTHER_TOPIC);
    }

    @ParameterizedTest
    @CsvSource({"true,false", "false,true", "true,true"})
    void anUnknownTopicIdIsNoContradiction(boolean writerKnows, boolean readerKnows) {
        String metadata = encode(OffsetMap.startingAt(10), writerKnows ? TOPIC : OffsetMapCodec.UNKNOWN_TOPIC);
        assertThat(OffsetMapCodec.decode(metadata, 10, readerKnows ? TOPIC : OffsetMapCodec.UNKNOWN_TOPIC, NO_END))
                .isEqualTo(new DecodedOffsets.Mapped(OffsetMap.startingAt(10)));
    }

    @Test
    void aMapMayEndWhereTheLogEndsButNotBeyond() {
        OffsetMap map = new OffsetMap(10, 20, 10, 15);
        String metadata = encode(map, TOPIC);
        assertThat(OffsetMapCodec.decode(metadata, 10, TOPIC, 20)).isEqualTo(new DecodedOffsets.Mapped(map));
        assertProblem(OffsetMapCodec.decode(metadata, 10, TOPIC, 19), Problem.BEYOND_LOG_END);
    }

    @Test
    void aMapAtTheVeryEndOfTheOffsetsIsReadBack() {
        OffsetMap map = new OffsetMap(0, Long.MAX_VALUE, 0, Long.MAX_VALUE - 1);
        assertThat(OffsetMapCodec.decode(encode(map, TOPIC), 0, TOPIC, NO_END))
                .isEqualTo(new DecodedOffsets.Mapped(map));
    }

    @Test
    void aRunOfOffsetsTakesOneBitEachAndAStragglerFarBelowMakesThatTwo() {
        long[] run = LongStream.range(1_000_000, 1_008_000).toArray();
        long[] straggler =
                LongStream.concat(LongStream.of(0), LongStream.of(run)).toArray();
        assertThat(encode(new OffsetMap(1_000_000, 1_008_000, run), TOPIC).length())
                .isBetween(1333, 1333 + 50);
        assertThat(encode(new OffsetMap(0, 1_008_000, straggler), TOPIC).length())
                .isBetween(2667, 2667 + 60);
    }

    private static void assertGolden(OffsetMap map, String golden) {
        assertThat(encode(map, TOPIC)).isEqualTo(golden);
        assertThat(OffsetMapCodec.decode(golden, map.base(), TOPIC, NO_END)).isEqualTo(new DecodedOffsets.Mapped(map));
    }

    private static void assertProblem(DecodedOffsets decoded, Problem problem) {
        assertThat(decoded).isInstanceOfSatisfying(DecodedOffsets.Unreadable.class, unreadable -> {
            assertThat(unreadable.problem()).isEqualTo(problem);
            assertThat(unreadable.detail()).isNotBlank().doesNotContain("\n");
        });
    }

    private static DecodedOffsets decode(String metadata) {
        return OffsetMapCodec.decode(metadata, 0, TOPIC, NO_END);
    }

    private static String encode(OffsetMap map, UUID topicId) {
        return OffsetMapCodec.encode(map, Sizes.of(map), topicId);
    }
}

package io.mpsbridge.offsets;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32C;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;
import org.assertj.core.api.ObjectAssert;

class OffsetMapCodecPropertiesTest {

    private static final long NO_END = Long.MAX_VALUE;

    @Provide
    Arbitrary<OffsetMap> maps() {
        // Half the offsets follow one another, as in a partition in good health.
        Arbitrary<Long> gaps = Arbitraries.of(1L, 1L, 1L, 40L, 5_000L, 1L << 50)
                .flatMap(widest -> Arbitraries.longs().between(1, widest));
        return Combinators.combine(
                        Arbitraries.longs().between(0, 1L << 60), gaps.list().ofMaxSize(300))
                .as(OffsetMapCodecPropertiesTest::mapOf);
    }

    @Property(tries = 10_000)
    void whatIsEncodedIsReadBackAndIsAsLongAsForetold(
            @ForAll("maps") OffsetMap map, @ForAll long high, @ForAll long low) {
        UUID topicId = new UUID(high, low);
        OffsetMapSize size = Sizes.of(map);

        String metadata = OffsetMapCodec.encode(map, size, topicId);

        assertThat((long) metadata.length()).isEqualTo(size.chars(map.span()));
        assertThat(OffsetMapCodec.decode(metadata, map.base(), topicId, map.end()))
                .isEqualTo(new DecodedOffsets.Mapped(map));
    }

    /**
     * One form per case in the width that is drawn, so that the forms that are seldom the shortest are read back too.
     */
    @Property(tries = 10_000)
    void theGroupsOfEveryWidthAreReadBack(
            @ForAll @IntRange(min = 1, max = OffsetMapSize.WIDEST) int width,
            @ForAll @NotEmpty @Size(max = 20) List<@LongRange(min = 0) Long> values)
            throws BitReader.MalformedException {
        byte[] bytes = new byte[20 * 16];
        BitWriter writer = new BitWriter(bytes, 0);
        values.forEach(value -> writer.putGrouped(value, width));

        BitReader reader = new BitReader(bytes, 0);
        for (long value : values) {
            assertThat(reader.takeGrouped(width)).isEqualTo(value);
        }
    }

    @Property(tries = 10_000)
    void aChangedTextIsNeverReadAsAnotherMap(
            @ForAll("maps") OffsetMap map,
            @ForAll @NotEmpty @Size(max = 4) List<@IntRange(max = 1 << 20) Integer> places,
            @ForAll @Size(min = 4, max = 4) List<@IntRange(max = 4_000) Integer> changes) {
        StringBuilder metadata = new StringBuilder(OffsetMapCodec.encode(map, Sizes.of(map), new UUID(0, 1)));
        for (int i = 0; i < places.size(); i++) {
            change(metadata, places.get(i), changes.get(i));
        }

        DecodedOffsets decoded = OffsetMapCodec.decode(metadata.toString(), map.base(), new UUID(0, 1), NO_END);

        if (decoded instanceof DecodedOffsets.Mapped mapped) {
            assertThat(mapped.map()).isEqualTo(map);
        }
    }

    @Property(tries = 10_000)
    void anyTextIsReadWithoutHarm(@ForAll String text, @ForAll boolean marked) {
        DecodedOffsets decoded = OffsetMapCodec.decode(
                marked ? OffsetMapCodec.MARK + text : text, 0, OffsetMapCodec.UNKNOWN_TOPIC, NO_END);

        assertThat(decoded).isNotInstanceOf(DecodedOffsets.Mapped.class);
    }

    /** Sound checksum, any content: whatever passes for a map lies within the log and is small. */
    @Property(tries = 10_000)
    void noContentWithASoundChecksumDoesHarm(
            @ForAll @IntRange(min = -1, max = 9) int form,
            @ForAll long base,
            @ForAll @Size(max = 80) List<Byte> spanAndBody,
            @ForAll @LongRange(min = 0) long logEnd) {
        DecodedOffsets decoded =
                OffsetMapCodec.decode(forged(form, base, spanAndBody), base, OffsetMapCodec.UNKNOWN_TOPIC, logEnd);

        if (decoded instanceof DecodedOffsets.Mapped mapped) {
            OffsetMap map = mapped.map();
            assertThat(map.base()).isEqualTo(base);
            assertThat(map.end()).isLessThanOrEqualTo(logEnd);
            assertThat(map.count()).isLessThanOrEqualTo(8 * 80);
            assertThat(OffsetTracker.resuming(map, OffsetMapCodec.UNKNOWN_TOPIC, OffsetMapCodec.MAX_CHARS)
                            .watermark())
                    .isEqualTo(base);
        } else {
            assertThat(decoded).isInstanceOf(DecodedOffsets.Unreadable.class);
        }
    }

    @Example
    void aSoundChecksumDoesNotExcuseImpossibleContent() {
        byte two = 2;
        assertForged(7, 10, two, (byte) 1).isEqualTo(new DecodedOffsets.Mapped(new OffsetMap(10, 12, 10)));

        assertForged(7, 10, two, (byte) 2).as("a gap beyond the span").isInstanceOf(DecodedOffsets.Unreadable.class);
        assertForged(0, 10, two, (byte) 1).as("bits behind the last").isInstanceOf(DecodedOffsets.Unreadable.class);
        assertForged(7, Long.MAX_VALUE - 1, two, (byte) 1)
                .as("offsets beyond the greatest")
                .isInstanceOf(DecodedOffsets.Unreadable.class);
        assertForged(0, 10, (byte) -1, (byte) -1, (byte) -1, (byte) 127)
                .as("a span without its bitmap")
                .isInstanceOf(DecodedOffsets.Unreadable.class);
        assertForged(8, 10, two, (byte) 1).as("a form to come").isInstanceOf(DecodedOffsets.Unreadable.class);
    }

    private static ObjectAssert<DecodedOffsets> assertForged(int form, long base, Byte... spanAndBody) {
        return assertThat(OffsetMapCodec.decode(
                forged(form, base, List.of(spanAndBody)), base, OffsetMapCodec.UNKNOWN_TOPIC, NO_END));
    }

    private static OffsetMap mapOf(long base, List<Long> gaps) {
        long[] incomplete = new long[gaps.size()];
        long next = base;
        for (int i = 0; i < incomplete.length; i++) {
            incomplete[i] = next;
            next += gaps.get(i);
        }
        return new OffsetMap(base, next, incomplete);
    }

    private static void change(StringBuilder text, int place, int change) {
        int at = place % Math.max(1, text.length());
        switch (change % 4) {
            case 0 -> text.delete(at, at + 1);
            case 1 -> text.insert(at, (char) ('-' + change % 78));
            case 2 -> text.setLength(at);
            default -> text.replace(at, at + 1, String.valueOf((char) ('-' + change % 78)));
        }
    }

    private static String forged(int form, long base, List<Byte> spanAndBody) {
        ByteBuffer bytes = ByteBuffer.allocate(30 + spanAndBody.size());
        bytes.put((byte) 1).putInt(0).put((byte) form).putLong(0).putLong(0).putLong(base);
        spanAndBody.forEach(bytes::put);
        CRC32C crc = new CRC32C();
        crc.update(bytes.array(), 0, 1);
        crc.update(bytes.array(), 5, bytes.capacity() - 5);
        bytes.putInt(1, (int) crc.getValue());
        return OffsetMapCodec.MARK + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }
}

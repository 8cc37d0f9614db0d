package io.mpsbridge.offsets;

import io.mpsbridge.offsets.BitReader.MalformedException;
import io.mpsbridge.offsets.DecodedOffsets.Problem;
import io.mpsbridge.offsets.DecodedOffsets.Unreadable;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * Between an {@link OffsetMap} and the metadata of a commit.
 *
 * <p>The text is {@value #MARK} and, in URL-safe base64 without padding, all of it big-endian:
 *
 * <pre>
 * bytes  1  version, 1
 *        4  CRC32C of every byte but these four
 *        1  form: 0 a bitmap, 1 to 7 sparse with groups of so many bits
 *       16  topic id, zero where it is not known
 *        8  base, which is the committed offset
 *     1..9  span, in groups of 7 bits, the lowest first, each behind a bit that is one where another follows
 *      ...  form 0: a bit for each offset after the base and below base + span, one where it is incomplete;
 *           else: for each incomplete offset, the base first, the distance to the next one less one, for the last one
 *           that to base + span less one, in groups as above; zeros up to a whole byte
 * </pre>
 *
 * <p>A span of zero says that nothing is incomplete. A release writes what its predecessor reads.
 */
public final class OffsetMapCodec {

    static final String MARK = "mpsb:";

    /** Length of the shortest map: nothing incomplete, or one incomplete offset with nothing done behind it. */
    public static final int MIN_CHARS = 47;

    /** A group coordinator stores the metadata behind a 16-bit length, so no commit has longer text. */
    public static final int MAX_CHARS = Short.MAX_VALUE;

    /** Used if the broker does not report the id. */
    public static final UUID UNKNOWN_TOPIC = new UUID(0, 0);

    private static final byte VERSION = 1;
    private static final int CRC_AT = 1;
    private static final int FORM_AT = CRC_AT + Integer.BYTES;
    private static final int TOPIC_AT = FORM_AT + 1;
    private static final int BASE_AT = TOPIC_AT + 2 * Long.BYTES;
    private static final int SPAN_AT = BASE_AT + Long.BYTES;
    private static final int SPAN_GROUP = 7;

    private OffsetMapCodec() {}

    /** Characters of the text, as a broker counts them, for a span and its body in bytes. */
    static long chars(long span, long bodyBytes) {
        long bytes = SPAN_AT + spanBytes(span) + bodyBytes;
        return MARK.length() + (4 * bytes + 2) / 3;
    }

    /**
     * The text of a map.
     *
     * @param size of this map
     */
    public static String encode(OffsetMap map, OffsetMapSize size, UUID topicId) {
        int form = size.form(map.span());
        int bodyAt = SPAN_AT + spanBytes(map.span());
        byte[] bytes = new byte[Math.toIntExact(bodyAt + size.bodyBytes(form, map.span()))];
        ByteBuffer.wrap(bytes)
                .put(VERSION)
                .putInt(0)
                .put((byte) form)
                .putLong(topicId.getMostSignificantBits())
                .putLong(topicId.getLeastSignificantBits())
                .putLong(map.base());
        BitWriter writer = new BitWriter(bytes, SPAN_AT);
        writer.putGrouped(map.span(), SPAN_GROUP);
        for (int i = 0; i < map.count(); i++) {
            if (form != OffsetMapSize.BITMAP) {
                writer.putGrouped(map.gapAfter(i) - 1, form);
            } else if (i + 1 < map.count()) {
                writer.skip(map.gapAfter(i) - 1);
                writer.put(1, 1);
            }
        }
        ByteBuffer.wrap(bytes).putInt(CRC_AT, checksum(bytes));
        return MARK + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /**
     * Never throws, whatever the text is; memory is at most proportional to its length.
     *
     * @param committed the offset that the text was committed with
     * @param topicId the topic's own, zero if the broker does not report it
     * @param logEnd one past the partition's last record, or more if that is unknown; under read_committed the last
     *     stable offset will do, since nothing beyond it was ever read
     */
    public static DecodedOffsets decode(String metadata, long committed, UUID topicId, long logEnd) {
        if (metadata.isEmpty()) {
            return new DecodedOffsets.Empty();
        }
        if (!metadata.startsWith(MARK)) {
            return new DecodedOffsets.Foreign();
        }
        if (metadata.length() > MAX_CHARS) {
            return broken(metadata.length() + " characters");
        }
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(metadata.substring(MARK.length()));
        } catch (IllegalArgumentException e) {
            return broken("not base64");
        }
        if (bytes.length > 0 && bytes[0] != VERSION) {
            return new Unreadable(Problem.UNKNOWN_VERSION, "version " + bytes[0] + ", not " + VERSION);
        }
        if (bytes.length <= SPAN_AT || ByteBuffer.wrap(bytes).getInt(CRC_AT) != checksum(bytes)) {
            return broken("cut or changed: the checksum does not fit");
        }
        return decodeSound(bytes, committed, topicId, logEnd);
    }

    private static DecodedOffsets decodeSound(byte[] bytes, long committed, UUID topicId, long logEnd) {
        ByteBuffer header = ByteBuffer.wrap(bytes);
        UUID writtenFor = new UUID(header.getLong(TOPIC_AT), header.getLong(TOPIC_AT + Long.BYTES));
        long base = header.getLong(BASE_AT);
        if (known(writtenFor, topicId) && !writtenFor.equals(topicId)) {
            return new Unreadable(Problem.OTHER_TOPIC, "written for topic id " + writtenFor + ", this is " + topicId);
        }
        if (base != committed) {
            return new Unreadable(Problem.OTHER_OFFSET, "written for offset " + base + ", committed is " + committed);
        }
        try {
            OffsetMap map = decodeMap(bytes, base);
            return map.end() > logEnd
                    ? new Unreadable(Problem.BEYOND_LOG_END, "ends at " + map.end() + ", the log at " + logEnd)
                    : new DecodedOffsets.Mapped(map);
        } catch (MalformedException e) {
            return broken("sound checksum, impossible content: " + e.getMessage());
        }
    }

    private static OffsetMap decodeMap(byte[] bytes, long base) throws MalformedException {
        BitReader reader = new BitReader(bytes, SPAN_AT);
        long span = reader.takeGrouped(SPAN_GROUP);
        int form = bytes[FORM_AT];
        if (base < 0 || span > Long.MAX_VALUE - base || form < OffsetMapSize.BITMAP || form > OffsetMapSize.WIDEST) {
            throw new MalformedException("base " + base + ", span " + span + ", form " + form);
        }
        long[] incomplete =
                form == OffsetMapSize.BITMAP ? readBitmap(reader, base, span) : readSparse(reader, base, span, form);
        if (reader.remaining() >= Byte.SIZE || reader.take((int) reader.remaining()) != 0) {
            throw new MalformedException("goes on after its end");
        }
        return new OffsetMap(base, base + span, incomplete);
    }

    private static long[] readBitmap(BitReader reader, long base, long span) throws MalformedException {
        if (span == 0) {
            return new long[0];
        }
        if (span - 1 > reader.remaining()) {
            throw new MalformedException("bitmap shorter than the span " + span);
        }
        long[] incomplete = new long[(int) span];
        incomplete[0] = base;
        int count = 1;
        for (int distance = 1; distance < span; distance++) {
            if (reader.take(1) == 1) {
                incomplete[count++] = base + distance;
            }
        }
        return Arrays.copyOf(incomplete, count);
    }

    private static long[] readSparse(BitReader reader, long base, long span, int width) throws MalformedException {
        long[] incomplete = new long[(int) (reader.remaining() / (width + 1))];
        int count = 0;
        long distance = 0;
        while (distance < span) {
            long beyond = reader.takeGrouped(width);
            if (beyond >= span - distance) {
                throw new MalformedException("reaches beyond the span " + span);
            }
            incomplete[count++] = base + distance;
            distance += beyond + 1;
        }
        return Arrays.copyOf(incomplete, count);
    }

    private static boolean known(UUID one, UUID other) {
        return !one.equals(UNKNOWN_TOPIC) && !other.equals(UNKNOWN_TOPIC);
    }

    private static int spanBytes(long span) {
        return Math.max(1, (Long.SIZE - Long.numberOfLeadingZeros(span) + SPAN_GROUP - 1) / SPAN_GROUP);
    }

    private static int checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, CRC_AT);
        crc.update(bytes, FORM_AT, bytes.length - FORM_AT);
        return (int) crc.getValue();
    }

    private static Unreadable broken(String detail) {
        return new Unreadable(Problem.BROKEN, detail);
    }
}

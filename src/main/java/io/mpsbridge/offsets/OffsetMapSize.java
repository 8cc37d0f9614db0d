package io.mpsbridge.offsets;

/**
 * The exact length of an encoded {@link OffsetMap}, kept up to date gap by gap in constant time.
 *
 * <p>A gap is the distance from one incomplete offset to the next, for the last one to the map's end; its code is the
 * gap less one in groups of {@code width} bits, each behind a bit that says whether another follows. For every width
 * from 1 to {@value #WIDEST} the sum of all codes is known here, and so the shortest form of the map: one of these
 * sparse forms, or a bitmap of {@code span - 1} bits.
 *
 * <p><b>Completions never lengthen it.</b> When an offset between two others completes, its gaps a and b become one gap
 * a + b. With m the greater of both and k groups for m - 1, m - 1 is below 2^(width·k), hence a + b - 1 ≤ 2(m - 1) + 1
 * is below 2^(width·k + 1): at most k + 1 groups, and the lesser gap had at least one. When the lowest completes, its
 * gap's code goes. Either way no sparse form grows; the span and with it its own varint and the bitmap only shrink. The
 * shortest of several forms, none of which grows, does not grow either, so what fits when it is admitted fits for ever
 * after.
 */
public final class OffsetMapSize {

    /** The form that is a bitmap; every other form is the width of its groups. */
    static final int BITMAP = 0;

    static final int WIDEST = 7;

    /** By the bits of a gap less one, then by width. */
    private static final byte[][] CODE_BITS = new byte[Long.SIZE + 1][WIDEST + 1];

    static {
        for (int bits = 0; bits <= Long.SIZE; bits++) {
            for (int width = 1; width <= WIDEST; width++) {
                int groups = Math.max(1, (bits + width - 1) / width);
                CODE_BITS[bits][width] = (byte) (groups * (width + 1));
            }
        }
    }

    private final long[] sparseBits = new long[WIDEST + 1];

    /** Copies the other's length. */
    void set(OffsetMapSize other) {
        System.arraycopy(other.sparseBits, 0, sparseBits, 0, sparseBits.length);
    }

    void add(long gap) {
        byte[] codeBits = codeBits(gap);
        for (int width = 1; width <= WIDEST; width++) {
            sparseBits[width] += codeBits[width];
        }
    }

    void remove(long gap) {
        byte[] codeBits = codeBits(gap);
        for (int width = 1; width <= WIDEST; width++) {
            sparseBits[width] -= codeBits[width];
        }
    }

    /** The shortest form for the gaps added so far, which add up to the span. */
    int form(long span) {
        int best = BITMAP;
        for (int width = 1; width <= WIDEST; width++) {
            if (bodyBytes(width, span) < bodyBytes(best, span)) {
                best = width;
            }
        }
        return best;
    }

    long bodyBytes(int form, long span) {
        return form == BITMAP ? bitmapBytes(span) : bytes(sparseBits[form]);
    }

    long chars(long span) {
        return OffsetMapCodec.chars(span, bodyBytes(form(span), span));
    }

    /**
     * The length after appending one more incomplete offset: {@code gapInstead} would replace the last gap, followed by
     * a gap of one to the new end.
     */
    long charsIfAppended(long span, long lastGap, long gapInstead) {
        byte[] less = codeBits(lastGap);
        byte[] more = codeBits(gapInstead);
        byte[] tail = codeBits(1);
        long shortest = bitmapBytes(span);
        for (int width = 1; width <= WIDEST; width++) {
            shortest = Math.min(shortest, bytes(sparseBits[width] - less[width] + more[width] + tail[width]));
        }
        return OffsetMapCodec.chars(span, shortest);
    }

    private static byte[] codeBits(long gap) {
        return CODE_BITS[Long.SIZE - Long.numberOfLeadingZeros(gap - 1)];
    }

    /** With a span, the base itself is always incomplete and needs no bit. */
    private static long bitmapBytes(long span) {
        return span == 0 ? 0 : bytes(span - 1);
    }

    private static long bytes(long bits) {
        return (bits >>> 3) + ((bits & 7) == 0 ? 0 : 1);
    }
}

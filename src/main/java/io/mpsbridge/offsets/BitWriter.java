package io.mpsbridge.offsets;

/** Writes bits, the most significant first, into zeroed bytes. */
final class BitWriter {

    private final byte[] bytes;
    private long bit;

    BitWriter(byte[] bytes, int firstByte) {
        this.bytes = bytes;
        this.bit = 8L * firstByte;
    }

    void skip(long bits) {
        bit += bits;
    }

    /** The lowest bits of the value, 8 at most. */
    void put(long value, int bits) {
        int at = (int) (bit >>> 3);
        int twoBytes = (int) (value & ((1 << bits) - 1)) << (2 * Byte.SIZE - bits - (int) (bit & 7));
        bytes[at] |= (byte) (twoBytes >>> Byte.SIZE);
        if ((byte) twoBytes != 0) {
            bytes[at + 1] |= (byte) twoBytes;
        }
        bit += bits;
    }

    /**
     * The value in groups of {@code width} bits, 7 at most, the lowest first, each after a bit that is one if another
     * follows.
     */
    void putGrouped(long value, int width) {
        long another = 1L << width;
        long rest = value;
        while (rest >>> width != 0) {
            put(another | (rest & (another - 1)), width + 1);
            rest >>>= width;
        }
        put(rest, width + 1);
    }
}

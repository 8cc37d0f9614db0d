package io.mpsbridge.offsets;

/** Reads what {@link BitWriter} wrote; throws beyond the end, and if a value does not fit a long. */
final class BitReader {

    /** The bytes are not a writer's output. */
    static final class MalformedException extends Exception {
        private static final long serialVersionUID = 1L;

        MalformedException(String message) {
            super(message);
        }
    }

    private final byte[] bytes;
    private long bit;

    BitReader(byte[] bytes, int firstByte) {
        this.bytes = bytes;
        this.bit = 8L * firstByte;
    }

    long remaining() {
        return 8L * bytes.length - bit;
    }

    long take(int bits) throws MalformedException {
        if (bits > remaining()) {
            throw new MalformedException("ends too soon");
        }
        long value = 0;
        for (int i = 0; i < bits; i++) {
            value = value << 1 | (bytes[(int) (bit >>> 3)] >>> (7 - (bit & 7)) & 1);
            bit++;
        }
        return value;
    }

    long takeGrouped(int width) throws MalformedException {
        long value = 0;
        int shift = 0;
        boolean more = true;
        while (more) {
            more = take(1) == 1;
            long group = take(width);
            if (shift >= Long.SIZE || group << shift >>> shift != group || group << shift < 0) {
                throw new MalformedException("number too large");
            }
            value |= group << shift;
            shift += width;
        }
        return value;
    }
}

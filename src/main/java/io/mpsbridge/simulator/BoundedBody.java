package io.mpsbridge.simulator;

import java.util.Arrays;

/** Collects a request's body; beyond the bound it discards what it reads. */
final class BoundedBody {

    static final int MAX_BYTES = 256 * 1024;

    private byte[] bytes = new byte[0];
    private boolean tooLarge;

    void add(byte[] more) {
        if (tooLarge || bytes.length + more.length > MAX_BYTES) {
            tooLarge = true;
            bytes = new byte[0];
        } else if (bytes.length == 0) {
            bytes = more;
        } else {
            int before = bytes.length;
            bytes = Arrays.copyOf(bytes, before + more.length);
            System.arraycopy(more, 0, bytes, before, more.length);
        }
    }

    /** The body, empty if it was too large. */
    byte[] bytes() {
        return bytes;
    }

    boolean tooLarge() {
        return tooLarge;
    }
}

package io.mpsbridge.cli;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Reads lines of bounded length from a stream. */
final class BoundedLines {
    private final InputStream in;
    private final int longest;
    private long bytes;

    BoundedLines(InputStream in, int longest) {
        this.in = new BufferedInputStream(in);
        this.longest = longest;
    }

    /** @param whole false if the line was cut at the longest allowed length */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Line(byte[] bytes, boolean whole) {}

    /** The next line, or empty at the end. */
    Optional<Line> next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        boolean whole = true;
        int next = in.read();
        if (next < 0) {
            return Optional.empty();
        }
        for (; next >= 0 && next != '\n'; next = in.read()) {
            bytes++;
            if (line.size() < longest) {
                line.write(next);
            } else {
                whole = false;
            }
        }
        bytes++;
        return Optional.of(new Line(line.toByteArray(), whole));
    }

    /** Bytes read so far. */
    long bytes() {
        return bytes;
    }
}

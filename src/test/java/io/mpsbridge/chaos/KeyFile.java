package io.mpsbridge.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The file that replicas read their API key from, again whenever it changes. */
final class KeyFile implements AutoCloseable {
    private final Path path;

    KeyFile(String key) {
        try {
            path = Files.createTempFile("mps-key", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        write(key);
    }

    void write(String key) {
        try {
            Files.writeString(path, key);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return path.toString();
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

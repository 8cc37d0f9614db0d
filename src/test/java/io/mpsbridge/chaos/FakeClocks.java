package io.mpsbridge.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Wall clocks of replicas that can be moved while they run, by Debian's libfaketime where it is installed; the
 * monotonic clock stays the true one, as when an operator or a bad time server steps the clock. Used by one thread.
 */
final class FakeClocks implements AutoCloseable {
    private static final List<Path> LIBRARIES = List.of(
            Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1"),
            Path.of("/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1"),
            Path.of("/usr/lib64/faketime/libfaketime.so.1"));

    private final Optional<Path> library;
    private final Map<String, Path> offsets = new HashMap<>();

    private FakeClocks(Optional<Path> library) {
        this.library = library;
    }

    /** Clocks that can be moved where the library is installed. */
    static FakeClocks ifInstalled() {
        return new FakeClocks(LIBRARIES.stream().filter(Files::exists).findFirst());
    }

    /** True clocks. */
    static FakeClocks none() {
        return new FakeClocks(Optional.empty());
    }

    boolean canBeMoved() {
        return library.isPresent();
    }

    /**
     * What a replica's process needs in its environment, so that its clock can be moved later. The library's fix for
     * waits on a faked monotonic clock must be off: with the true one it makes each timed wait return at once, and
     * every thread of the JVM spin.
     */
    Map<String, String> environment(String instance) {
        return library.map(path -> Map.of(
                        "LD_PRELOAD", path.toString(),
                        "FAKETIME_TIMESTAMP_FILE",
                                offsets.computeIfAbsent(instance, FakeClocks::file)
                                        .toString(),
                        "FAKETIME_CACHE_DURATION", "1",
                        "FAKETIME_DONT_FAKE_MONOTONIC", "1",
                        "FAKETIME_FORCE_MONOTONIC_FIX", "0"))
                .orElse(Map.of());
    }

    /** From now on, or a second later, that replica's wall clock is so far ahead of the true one. */
    void move(String instance, Duration ahead) {
        var file = offsets.get(instance);
        if (file != null) {
            write(file, ahead);
        }
    }

    private static Path file(String instance) {
        try {
            var file = Files.createTempFile("clock-of-" + instance, "");
            write(file, Duration.ZERO);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In one step, since a replica may read at any moment. */
    private static void write(Path file, Duration ahead) {
        try {
            var next = Files.writeString(
                    file.resolveSibling(file.getFileName() + ".next"), String.format("%+d%n", ahead.toSeconds()));
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        for (var file : offsets.values()) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}

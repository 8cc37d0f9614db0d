package io.mpsbridge.mps;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads several small files consistently: a write in between changes a modification time, a size or a file identity,
 * and all are read again.
 */
final class StableFiles {

    private static final int ATTEMPTS = 20;
    private static final int MAX_BYTES = 64 * 1024;

    private final Reader reader;

    StableFiles() {
        this(MAX_BYTES);
    }

    /** @param maxBytes the most that one file may have */
    StableFiles(int maxBytes) {
        this(file -> readSmall(file, maxBytes));
    }

    StableFiles(Reader reader) {
        this.reader = reader;
    }

    /** Reads one file. */
    interface Reader {
        String read(Path file) throws IOException;
    }

    /**
     * The contents in the order of the files; blocks.
     *
     * @throws NoSuchFileException if one of them does not exist
     * @throws IOException if one cannot be read, or if they never stop changing
     */
    List<String> read(List<Path> files) throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            List<Stamp> before = stamps(files);
            List<String> contents = new ArrayList<>();
            for (Path file : files) {
                contents.add(reader.read(file));
            }
            if (before.equals(stamps(files))) {
                return contents;
            }
        }
        throw new IOException(files + " changed during each of " + ATTEMPTS + " readings");
    }

    private static List<Stamp> stamps(List<Path> files) throws IOException {
        List<Stamp> stamps = new ArrayList<>();
        for (Path file : files) {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            stamps.add(new Stamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey()));
        }
        return stamps;
    }

    private static String readSmall(Path file, int maxBytes) throws IOException {
        try (var in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(maxBytes + 1);
            if (bytes.length > maxBytes) {
                throw new IOException(file + " is larger than " + maxBytes + " bytes");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private record Stamp(
            FileTime modified, long size, @Nullable Object fileKey) {}
}

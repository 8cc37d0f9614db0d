package io.mpsbridge.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Says what is wrong with a path that cannot be read or written. */
final class FileTrouble {

    private FileTrouble() {}

    /** Follows the path in a message. */
    static String of(IOException failure, Path file) {
        if (Files.isDirectory(file)) {
            return "it is a folder, give a file";
        }
        if (failure instanceof NoSuchFileException) {
            Path folder = file.toAbsolutePath().getParent();
            return folder == null || Files.isDirectory(folder)
                    ? "there is no such file"
                    : "there is no folder " + folder;
        }
        if (failure instanceof AccessDeniedException) {
            return "no right to it as user " + System.getProperty("user.name");
        }
        if (failure instanceof CharacterCodingException) {
            return "it is not UTF-8";
        }
        if (failure instanceof FileSystemException system && system.getReason() != null) {
            return system.getReason();
        }
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }

    /** Why the file that an option names cannot be read, or empty; reads nothing. */
    static Optional<String> reading(String option, Path file) {
        return trouble("read " + option, file, FileTrouble::requireReadable);
    }

    /** Why the file that an option names cannot be written, or empty; changes nothing. */
    static Optional<String> writing(String option, Path file) {
        return trouble("write " + option, file, FileTrouble::requireWritable);
    }

    private static Optional<String> trouble(String task, Path file, Attempt attempt) {
        try {
            attempt.on(file);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("cannot " + task + " " + file + ": " + of(e, file));
        }
    }

    private interface Attempt {
        void on(Path file) throws IOException;
    }

    /** Opens the file for reading and reads nothing; a pipe is not touched, since it can be opened once only. */
    private static void requireReadable(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException("a folder");
        }
        if (!Files.exists(file) || Files.isRegularFile(file)) {
            Files.newInputStream(file).close();
        }
    }

    /** Opens the file for writing and changes nothing. */
    static void requireWritable(Path file) throws IOException {
        boolean existed = Files.exists(file);
        Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)
                .close();
        if (!existed) {
            Files.delete(file);
        }
    }
}

package io.mpsbridge.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Reads the values of {@code --task-id}. */
final class TaskIds {
    private static final int MOST = 1_000_000;
    private static final int LONGEST = 1_024;

    private TaskIds() {}

    /**
     * Replaces each {@code @file} by the ids in it, one per line.
     *
     * @throws ParameterException if a file cannot be read or does not hold ids
     */
    static Set<String> read(List<String> given, CommandLine command) {
        Set<String> ids = new HashSet<>();
        for (String each : given) {
            if (each.startsWith("@")) {
                readFile(Path.of(each.substring(1)), ids, command);
            } else {
                ids.add(each);
            }
        }
        return ids;
    }

    private static void readFile(Path file, Set<String> ids, CommandLine command) {
        try (BufferedReader in = Files.newBufferedReader(file)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.length() > LONGEST || ids.size() >= MOST) {
                    throw new ParameterException(
                            command,
                            "--task-id @" + file + " must hold at most " + MOST + " ids, one per line, of at most "
                                    + LONGEST + " characters");
                }
                if (!line.isBlank()) {
                    ids.add(line.strip());
                }
            }
        } catch (IOException e) {
            throw new ParameterException(command, "cannot read --task-id @" + file + ": " + FileTrouble.of(e, file), e);
        }
        if (ids.isEmpty()) {
            throw new ParameterException(command, "--task-id @" + file + " holds no ids");
        }
    }
}

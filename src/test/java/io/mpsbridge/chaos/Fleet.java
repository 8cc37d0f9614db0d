package io.mpsbridge.chaos;

import io.mpsbridge.testing.ChildProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The replicas. One that ends by itself is started again, as any supervisor would. Used by one thread. */
final class Fleet implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    /** Bounds waiting on a starved machine; how long a stop really took is in the report. */
    private static final Duration END_LIMIT = Duration.ofMinutes(1);

    private static final String PREFIX = "replica-";
    private static final String STARTED = "mps-bridge started";
    /** No fault of these tests takes records or offsets away, so that no position has to be moved. */
    private static final String MOVED = "the position of a partition was moved";

    private final Rig rig;
    private final TreeMap<Integer, ChildProcess> running = new TreeMap<>();
    private final Set<ChildProcess> started = new HashSet<>();
    private final List<ChildProcess> frozen = new ArrayList<>();
    private final List<ChildProcess> replaced = new ArrayList<>();
    private final List<Path> logs = new ArrayList<>();
    private final List<String> oddities = new ArrayList<>();
    private Duration slowestStop = Duration.ZERO;
    private int endedByThemselves;

    Fleet(Rig rig) {
        this.rig = rig;
    }

    /** Starts replicas until there are so many. */
    void atLeast(int count) {
        for (int id = 1; running.size() < count; id++) {
            start(id);
        }
    }

    /** The instance id of the replica of that number. */
    static String instance(int id) {
        return PREFIX + id;
    }

    /** The number of the replica with that instance id. */
    static int number(String instance) {
        return Integer.parseInt(instance.substring(PREFIX.length()));
    }

    int size() {
        return running.size();
    }

    /** Starts the replica of that number, unless it runs. */
    void start(int id) {
        running.computeIfAbsent(id, ignored -> {
            var instance = instance(id);
            var process = ChildProcess.bridge(instance, rig.environment(instance), "run");
            logs.add(process.log());
            return process;
        });
    }

    /** Waits until a replica says that it has started. */
    void awaitStart() {
        running.firstEntry().getValue().awaitLine(STARTED, START_LIMIT);
    }

    /** Those that have started and are not frozen. */
    List<Integer> able() {
        return running.keySet().stream()
                .filter(id -> !frozen.contains(running.get(id)) && hasStarted(running.get(id)))
                .toList();
    }

    /** The running process of that number. */
    ChildProcess process(int id) {
        return running.get(id);
    }

    /** One of those that have started and are not frozen. */
    Optional<Integer> pick(int pick) {
        var able = able();
        return able.isEmpty() ? Optional.empty() : Optional.of(able.get(pick % able.size()));
    }

    void kill(int id) {
        var process = running.remove(id);
        started.remove(process);
        process.close();
    }

    ChildProcess freeze(int id) {
        var process = running.get(id);
        frozen.add(process);
        process.freeze();
        return process;
    }

    void thaw(ChildProcess process) {
        frozen.remove(process);
        process.thaw();
    }

    /** Starts another process with the same instance id. */
    void replace(int id) {
        replaced.add(running.remove(id));
        start(id);
    }

    /** SIGTERM; the exit code must be 0. */
    void stop(int id) {
        var process = running.remove(id);
        long before = System.nanoTime();
        // Before it has started there is nothing to stop in order.
        boolean counts = process.isAlive() && hasStarted(process);
        process.terminate();
        int code = process.awaitExit(END_LIMIT);
        var took = Duration.ofNanos(System.nanoTime() - before);
        slowestStop = took.compareTo(slowestStop) > 0 ? took : slowestStop;
        if (counts && code != 0) {
            oddities.add("stopped with exit code " + code + ", see " + process.log());
        }
        started.remove(process);
        process.close();
    }

    /** Starts again what has ended by itself. */
    void supervise() {
        for (int id : List.copyOf(running.keySet())) {
            var process = running.get(id);
            if (!process.isAlive()) {
                endedByThemselves++;
                System.out.println("replica-" + id + " ended by itself: " + lastWords(process));
                kill(id);
                start(id);
            }
        }
    }

    /** Stops all; what was replaced must have ended by itself. */
    void stopAll() {
        for (var process : replaced) {
            if (rig.mode().isClassic() && !endsByItself(process)) {
                oddities.add("lives on beside its replacement, see " + process.log());
            }
            process.close();
        }
        replaced.clear();
        List.copyOf(running.keySet()).forEach(this::stop);
        logs.stream().filter(Fleet::tellsOfAMove).forEach(log -> oddities.add("moved a position, see " + log));
    }

    private static boolean tellsOfAMove(Path log) {
        try {
            return Files.readString(log).contains(MOVED);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Duration slowestStop() {
        return slowestStop;
    }

    int endedByThemselves() {
        return endedByThemselves;
    }

    /** What should not have happened. */
    List<String> oddities() {
        return oddities;
    }

    /** Remembered, since only the newest lines of a process are kept. */
    private boolean hasStarted(ChildProcess process) {
        if (!started.contains(process) && process.lines().stream().anyMatch(line -> line.contains(STARTED))) {
            started.add(process);
        }
        return started.contains(process);
    }

    private static boolean endsByItself(ChildProcess process) {
        try {
            return process.awaitExit(END_LIMIT) == 1;
        } catch (AssertionError stillRunning) {
            return false;
        }
    }

    private static String lastWords(ChildProcess process) {
        var lines = process.lines();
        return lines.stream()
                        .filter(line -> line.startsWith("mps-bridge:"))
                        .reduce((first, second) -> second)
                        .orElse(lines.isEmpty() ? "" : lines.get(lines.size() - 1))
                + ", see " + process.log();
    }

    @Override
    public void close() {
        replaced.forEach(ChildProcess::close);
        running.values().forEach(ChildProcess::close);
    }
}

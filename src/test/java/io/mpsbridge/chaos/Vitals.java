package io.mpsbridge.chaos;

import io.mpsbridge.testing.ChildProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Heap after a full collection and open file descriptors of the replicas over time. Used by one thread. */
final class Vitals {
    /** Rises that are no leak: caches fill, code warms up, a few tasks more are in flight. */
    private static final double HEAP_MB_ALLOWED = 1;

    private static final double DESCRIPTORS_ALLOWED = 3;
    /** Of each, the least heap counts: what is more is tasks in flight, of which there are few while others work. */
    private static final int WINDOWS = 12;

    /**
     * One look at one replica.
     *
     * @param pid tells its lives apart
     */
    record Sample(double minute, int replica, long pid, double heapMb, int descriptors) {
        Trend.Point heap() {
            return new Trend.Point(minute, heapMb);
        }

        Trend.Point openFiles() {
            return new Trend.Point(minute, descriptors);
        }
    }

    private final List<Sample> samples = new ArrayList<>();

    /** Nothing is noted of a process that ends meanwhile. */
    void sample(double minute, int replica, ChildProcess process) {
        var heap = LiveHeap.bytes(process);
        try (var descriptors = Files.list(Path.of("/proc", String.valueOf(process.pid()), "fd"))) {
            int count = (int) descriptors.count();
            heap.ifPresent(
                    bytes -> samples.add(new Sample(minute, replica, process.pid(), bytes / 1024.0 / 1024, count)));
        } catch (IOException | UncheckedIOException ended) {
            if (process.isAlive()) {
                throw new IllegalStateException("Cannot count the file descriptors of " + process.pid(), ended);
            }
        }
    }

    List<Sample> samples() {
        return samples;
    }

    List<Sample> of(int replica) {
        return samples.stream().filter(sample -> sample.replica() == replica).toList();
    }

    /** What speaks against a replica that has lived through it all: nothing, if it is well. */
    List<String> leaks(int replica) {
        var leaks = new ArrayList<String>();
        if (of(replica).stream().map(Sample::pid).distinct().count() != 1) {
            leaks.add("replica-" + replica + " has not lived all the time");
        }
        if (heap(replica).risesBy(HEAP_MB_ALLOWED)) {
            leaks.add("its heap grows");
        }
        if (openFiles(replica).risesBy(DESCRIPTORS_ALLOWED)) {
            leaks.add("its file descriptors grow");
        }
        return leaks;
    }

    private Trend heap(int replica) {
        return Trend.ofSecondHalf(
                Trend.least(of(replica).stream().map(Sample::heap).toList(), WINDOWS));
    }

    private Trend openFiles(int replica) {
        return Trend.ofSecondHalf(of(replica).stream().map(Sample::openFiles).toList());
    }

    /** A line for each replica. */
    @Override
    public String toString() {
        var byReplica =
                samples.stream().collect(Collectors.groupingBy(Sample::replica, TreeMap::new, Collectors.toList()));
        return byReplica.entrySet().stream()
                .map(replica -> line(replica.getKey(), replica.getValue()))
                .collect(Collectors.joining("\n"));
    }

    private String line(int replica, List<Sample> own) {
        long lives = own.stream().map(Sample::pid).distinct().count();
        var heap = own.stream().mapToDouble(Sample::heapMb).summaryStatistics();
        var files = own.stream().mapToInt(Sample::descriptors).summaryStatistics();
        return String.format(
                Locale.ROOT,
                "replica-%d: %d %s, heap after GC %.1f to %.1f MB, descriptors %d to %d%s",
                replica,
                lives,
                lives == 1 ? "life" : "lives",
                heap.getMin(),
                heap.getMax(),
                files.getMin(),
                files.getMax(),
                lives > 1
                        ? ""
                        : "; second half: " + heap(replica).toString("MB") + ", "
                                + openFiles(replica).toString("descriptors"));
    }

    void write(Path csv) throws IOException {
        var lines = new ArrayList<>(List.of("minute,replica,pid,heap_after_gc_mb,file_descriptors"));
        for (Sample each : samples) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%.3f,%d,%d,%.3f,%d",
                    each.minute(),
                    each.replica(),
                    each.pid(),
                    each.heapMb(),
                    each.descriptors()));
        }
        Files.write(csv, lines);
    }
}

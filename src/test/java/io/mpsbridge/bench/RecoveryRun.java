package io.mpsbridge.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * One round of one row: all contenders at once, each with a simulator and a group of its own, on a broker of this
 * round.
 */
final class RecoveryRun implements AutoCloseable {

    private static final long LOOK_EVERY_MILLIS = 10;
    private static final long TICK_MILLIS = 50;
    /** What is done twice comes a little later. */
    private static final Duration SETTLE = Duration.ofSeconds(5);

    /**
     * How much of it.
     *
     * @param load at least so long, and until all troubles are over
     * @param patience from the end of the last task to the giving up of what has not been answered
     */
    record Extent(Duration load, Duration patience) {}

    private final Testbed testbed;
    private final RecoveryRow row;
    private final int quota;
    private final Map<Contender, Testbed.Lane> lanes = new EnumMap<>(Contender.class);
    private final Map<Contender, GoodAnswers> good = new EnumMap<>(Contender.class);
    private final Map<Contender, Integer> ended = new EnumMap<>(Contender.class);
    private final List<Long> troubleEnds = new ArrayList<>();
    private final ScheduledExecutorService looks =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "bench-looks"));

    RecoveryRun(Path directory, RecoveryRow row, int quota) {
        this.testbed = new Testbed(directory, quota, quota);
        this.row = row;
        this.quota = quota;
        for (Contender contender : Contender.chosen()) {
            lanes.put(contender, testbed.lane(contender));
            good.put(contender, new GoodAnswers());
            ended.put(contender, 0);
        }
    }

    Map<Contender, Recovery> run(long seed, Extent extent) {
        var unused = looks.scheduleAtFixedRate(this::look, 0, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
        long start = System.nanoTime();
        List<RecoveryLoad.Task> tasks;
        try (RecoveryLoad load = new RecoveryLoad(testbed, row, List.copyOf(lanes.values()), seed)) {
            row.episodes().forEach(this::live);
            await(start + extent.load.toNanos());
            tasks = load.finish();
        }
        long lastEnd =
                tasks.stream().mapToLong(RecoveryLoad.Task::endNanos).max().orElse(start);
        long givenUpAt = drain(tasks, lastEnd + extent.patience.toNanos());
        await(System.nanoTime() + SETTLE.toNanos());
        Map<Contender, Recovery> recoveries = new EnumMap<>(Contender.class);
        lanes.forEach((contender, lane) -> recoveries.put(
                contender,
                Recovery.of(
                        new Recovery.Seen(
                                tasks,
                                troubleEnds,
                                lane.answers().soFar(),
                                good.get(contender),
                                lane.simulator().perSecond(0, Integer.MAX_VALUE),
                                givenUpAt,
                                ended.get(contender)),
                        quota,
                        testbed::instant)));
        return recoveries;
    }

    private void live(RecoveryRow.Episode episode) {
        List<Testbed.Lane> all = List.copyOf(lanes.values());
        await(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(episode.pauseMillis()));
        episode.trouble().begin(testbed, all);
        await(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(episode.lengthMillis()));
        episode.trouble().end(testbed, all);
        if (episode.ends()) {
            troubleEnds.add(System.nanoTime());
        }
    }

    /** Returns when every healthy task is answered by everybody, or the time is up. */
    private long drain(List<RecoveryLoad.Task> tasks, long until) {
        while (System.nanoTime() < until && lanes.values().stream().anyMatch(lane -> isOpen(lane, tasks))) {
            await(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(4 * TICK_MILLIS));
        }
        return System.nanoTime();
    }

    private static boolean isOpen(Testbed.Lane lane, List<RecoveryLoad.Task> tasks) {
        var seenAt = lane.answers().soFar().seenAt();
        return tasks.stream().anyMatch(task -> !task.odd() && !seenAt.containsKey(task.id()));
    }

    /** Starts again meanwhile what ends by itself. */
    private void await(long until) {
        while (System.nanoTime() < until) {
            lanes.forEach((contender, lane) -> ended.merge(contender, lane.supervise() ? 1 : 0, Integer::sum));
            LockSupport.parkNanos(
                    Math.min(TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS), Math.max(1, until - System.nanoTime())));
        }
    }

    private void look() {
        lanes.forEach((contender, lane) -> good.get(contender).look(lane.simulator(), System.nanoTime()));
    }

    @Override
    public void close() {
        looks.shutdownNow();
        testbed.close();
    }
}

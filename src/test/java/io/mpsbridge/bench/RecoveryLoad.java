package io.mpsbridge.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * Tasks of 2 to 20 s each, the same for all contenders at the same moment, on a thread of its own until it is closed.
 */
final class RecoveryLoad implements AutoCloseable {

    private static final double TASKS_PER_SECOND = 2.5;
    private static final int SHORTEST_MILLIS = 2_000;
    private static final int LONGEST_MILLIS = 20_000;
    /** From its end on, a task whose trouble is its own has as long. */
    private static final int DEADLINE_MILLIS = 10_000;

    /**
     * One task.
     *
     * @param endNanos its true end
     * @param odd nobody can answer it well
     */
    record Task(String id, long submittedNanos, long endNanos, boolean odd) {}

    private final Testbed testbed;
    private final RecoveryRow row;
    private final List<Testbed.Lane> lanes;
    private final Random random;
    private final List<Task> tasks = new ArrayList<>();
    private final Thread thread = new Thread(this::submit, "bench-load");
    private volatile boolean closed;

    RecoveryLoad(Testbed testbed, RecoveryRow row, List<Testbed.Lane> lanes, long seed) {
        this.testbed = testbed;
        this.row = row;
        this.lanes = lanes;
        this.random = new Random(seed);
        thread.start();
    }

    private void submit() {
        long next = System.nanoTime();
        while (!closed) {
            submit(tasks.size(), System.nanoTime());
            next += (long) (-Math.log(1 - random.nextDouble()) / TASKS_PER_SECOND * 1e9);
            LockSupport.parkNanos(next - System.nanoTime());
        }
    }

    private void submit(int number, long now) {
        int millis = SHORTEST_MILLIS + random.nextInt(LONGEST_MILLIS - SHORTEST_MILLIS);
        Instant at = testbed.instant(now).truncatedTo(ChronoUnit.MILLIS);
        String healthy = "sim-" + number + ";at=" + at.toEpochMilli() + ";for=" + millis + "ms;end=done";
        boolean odd = row.isOdd(number);
        String id = odd ? row.oddId(number, healthy) : healthy;
        String deadline = odd ? ",\"deadline\":\"" + at.plusMillis(millis + DEADLINE_MILLIS) + "\"" : "";
        byte[] event = ("{\"taskId\":\"" + id + "\",\"model\":\"model\",\"submittedAt\":\"" + at + "\"" + deadline
                        + "}")
                .getBytes(UTF_8);
        lanes.forEach(lane -> lane.submit(id, event));
        tasks.add(new Task(id, now, now + millis * 1_000_000L, odd));
    }

    /** Returns everything that was submitted, once no more tasks come. */
    List<Task> finish() {
        close();
        return tasks;
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package io.mpsbridge.bench;

import io.mpsbridge.event.Decoded;
import io.mpsbridge.event.EventDecoder;
import io.mpsbridge.event.InboundRecord;
import io.mpsbridge.mps.SignedCalls;
import io.mpsbridge.pipeline.Holdings;
import io.mpsbridge.poll.PlanEntry;
import io.mpsbridge.poll.PollPlan;
import io.mpsbridge.poll.PollSettings;
import io.mpsbridge.task.Accepted;
import io.mpsbridge.task.Origin;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * What a poll and a task in flight cost, by the number in flight: CPU time of a turn (the plan's choice and its answer),
 * beside that of a signed call; heap of all that the pipeline holds for a task, its event decoded from bytes, beyond those
 * bytes. What the Kafka loop keeps per offset is not in it.
 */
final class PlanBench implements Bench.Part {

    private static final int[] IN_FLIGHT = {1_000, 100_000, 1_000_000};
    private static final int ROUNDS = 5;
    private static final int TURNS = 200_000;
    private static final int CALLS = 20_000;
    /** Turns that a task takes on average, whatever the number in flight. */
    private static final double TURNS_PER_TASK = 4;

    private static final long TURN = 50_000_000;
    private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");
    private static final PollSettings SETTINGS =
            new PollSettings(PollSettings.Policy.ADAPTIVE, Duration.ofSeconds(1), Duration.ofSeconds(60), 1.6);

    private record Row(int inFlight, double turnNanos, double heapBytes, int eventBytes) {}

    @Override
    public void run(Path directory) throws IOException {
        // The machine warms up on the smallest.
        turnNanos(IN_FLIGHT[0]);
        double call = SignedCalls.cpuNanos(CALLS);
        StringBuilder csv = new StringBuilder(
                "in_flight,turn_cpu_ns,signed_call_cpu_ns,poll_ratio,heap_bytes_per_task,event_bytes\n");
        System.out.printf(
                "%n%10s %12s %12s %12s %12s %12s %18s%n",
                "in flight", "turn ns", "ratio", "call ns", "poll ns", "poll ratio", "heap B/task - event");
        double first = 0;
        for (int inFlight : IN_FLIGHT) {
            Row row = measure(inFlight);
            first = first == 0 ? row.turnNanos() : first;
            double ratio = (row.turnNanos() + call) / (first + call);
            System.out.printf(
                    Locale.ROOT,
                    "%10d %12.0f %12.2f %12.0f %12.0f %12.3f %12.0f (%d)%n",
                    inFlight,
                    row.turnNanos(),
                    row.turnNanos() / first,
                    call,
                    row.turnNanos() + call,
                    ratio,
                    row.heapBytes(),
                    row.eventBytes());
            csv.append(String.format(
                    Locale.ROOT,
                    "%d,%.0f,%.0f,%.4f,%.1f,%d%n",
                    inFlight,
                    row.turnNanos(),
                    call,
                    ratio,
                    row.heapBytes(),
                    row.eventBytes()));
        }
        Files.writeString(directory.resolve("plan.csv"), csv);
        System.out.println("written: " + directory.resolve("plan.csv"));
    }

    private static Row measure(int inFlight) {
        int eventBytes = event(0).origin().size();
        return new Row(inFlight, turnNanos(inFlight), heapBytes(inFlight) - eventBytes, eventBytes);
    }

    /** CPU time of a turn: the median of some rounds. */
    private static double turnNanos(int inFlight) {
        Turns turns = new Turns(inFlight);
        turns.run();
        double[] rounds = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            long before = cpuNanos();
            turns.run();
            rounds[i] = (double) (cpuNanos() - before) / TURNS;
        }
        Arrays.sort(rounds);
        return rounds[ROUNDS / 2];
    }

    /** Always the same number in flight: whenever a task ends, another arrives. */
    private static final class Turns {
        private final SplittableRandom random = new SplittableRandom(1);
        private final PollPlan<Arrival> plan = Policy.ADAPTIVE.plan().get();
        private final Lifetime lifetime;
        private long now;

        Turns(int inFlight) {
            double median = TURNS_PER_TASK * inFlight * TURN / 1e9;
            lifetime = new Lifetime.LogNormal(median, 0.5);
            for (int i = 0; i < 1_000; i++) {
                long end = Arrivals.nanos(lifetime.draw(random));
                plan.learn("a", (long) (0.9 * end), (long) (1.1 * end));
            }
            for (int i = 0; i < inFlight; i++) {
                add(Arrivals.nanos(random.nextDouble() * median));
            }
        }

        void run() {
            for (int i = 0; i < TURNS; i++) {
                now += TURN;
                if (plan.waitNanos(now) > 0) {
                    throw new IllegalStateException("no task is due");
                }
                PlanEntry<Arrival> entry = plan.take(now);
                if (entry.payload().endsAt() > now) {
                    plan.unfinished(entry, now, now);
                } else {
                    plan.finished(entry, now, now);
                    add(0);
                }
            }
        }

        private void add(long age) {
            long bornAt = now - age;
            // Of tasks that have this age, so that they end after it.
            long end = bornAt + Arrivals.nanos(lifetime.draw(random));
            while (end < now) {
                end = bornAt + Arrivals.nanos(lifetime.draw(random));
            }
            int seed = random.nextInt();
            plan.add(new PlanEntry<>(new Arrival(seed, "a", bornAt, end), "a", bornAt, seed, false), now);
        }
    }

    private static double heapBytes(int inFlight) {
        long before = usedBytes();
        Holdings holdings = new Holdings(SETTINGS);
        for (int i = 0; i < inFlight; i++) {
            holdings.add(event(i), 0, TURN);
        }
        double perTask = (double) (usedBytes() - before) / holdings.size();
        if (holdings.size() != inFlight) {
            throw new IllegalStateException("not all tasks are held");
        }
        return perTask;
    }

    private static Accepted event(int number) {
        byte[] value = String.format(
                        "{\"taskId\":\"4-AigcImage-%012x\",\"model\":\"hunyuan\",\"submittedAt\":\"2026-11-23T09:59:59Z\"}",
                        number)
                .getBytes(StandardCharsets.UTF_8);
        byte[] key = String.format("order-%08d", number).getBytes(StandardCharsets.UTF_8);
        InboundRecord record = new InboundRecord("task-created", number % 48, number, START, key, value, List.of());
        Decoded decoded = new EventDecoder(() -> START).decode(record);
        if (!(decoded instanceof Decoded.Task task)) {
            throw new IllegalStateException("not read: " + decoded);
        }
        return new Accepted(new Origin(number % 48, 1, number, key.length + value.length), task.task());
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    /** Live bytes. */
    private static long usedBytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}

package io.mpsbridge.bench;

import io.mpsbridge.kafka.Admissions;
import io.mpsbridge.limit.Permits;
import io.mpsbridge.limit.Quota;
import io.mpsbridge.mps.SampleAnswers;
import io.mpsbridge.pipeline.NoOutcomes;
import io.mpsbridge.pipeline.OpenCalls;
import io.mpsbridge.pipeline.PipelineSettings;
import io.mpsbridge.pipeline.TaskPipeline;
import io.mpsbridge.poll.PollSettings;
import io.mpsbridge.task.Answer;
import io.mpsbridge.task.QuotaScope;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/**
 * Tasks in flight in the bridge's own intake and pipeline, in virtual time: read from records over {@value #PARTITIONS}
 * partitions, and each asked about once, so that everything is there that a running bridge keeps of a task.
 */
public final class HeldTasks {

    private static final int PARTITIONS = 48;
    private static final int PERMITS = 2_000;
    private static final int WARM_UP = 10;
    private static final int NOISE_BYTES = 1_024;
    private static final int BATCH = 500;
    /** Between two records, as far as their timestamps say. */
    private static final Duration APART = Duration.ofMillis(100);

    private static final Duration AGE_LIMIT = Duration.ofDays(7);
    private static final Instant FIRST_RECORD = Instant.parse("2026-11-23T10:00:00Z");
    private static final PollSettings SETTINGS =
            new PollSettings(PollSettings.Policy.ADAPTIVE, Duration.ofSeconds(1), Duration.ofSeconds(60), 1.6);

    /**
     * Averages of a task.
     *
     * @param heapBytes beyond those of its event
     */
    record Weight(double heapBytes, double eventBytes) {
        static Weight parse(String line) {
            String[] numbers = line.split(" ", 2);
            return new Weight(Double.parseDouble(numbers[0]), Double.parseDouble(numbers[1]));
        }

        @Override
        public String toString() {
            return heapBytes + " " + eventBytes;
        }
    }

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final Instant start;
    private final Admissions admissions;
    private final TaskPipeline pipeline;
    private final SampleAnswers answers = new SampleAnswers();
    private int held;
    private int asked;

    /** @param most tasks that will be held; all records are older than the start */
    HeldTasks(int most) {
        start = FIRST_RECORD.plus(APART.multipliedBy(most));
        admissions = new Admissions(PARTITIONS, this::now);
        Quota quota = new Quota(new Permits(PERMITS, Duration.ofSeconds(1)), () -> 0);
        pipeline = new TaskPipeline(
                new PipelineSettings(AGE_LIMIT, AGE_LIMIT, Duration.ofMinutes(1)),
                new TaskPipeline.Pacing(QuotaScope.DEFAULT, SETTINGS, quota, new OpenCalls(PERMITS)),
                (id, mayLeave) -> Mono.fromSupplier(() -> {
                    asked++;
                    return new Answer(answers.run(), null);
                }),
                new NoOutcomes(),
                new TaskPipeline.Clocks(this::now, () -> time.now(TimeUnit.NANOSECONDS), time));
        pipeline.run().subscribe();
        Set<Integer> all = IntStream.range(0, PARTITIONS).boxed().collect(Collectors.toSet());
        pipeline.assignmentChanged(all, PARTITIONS);
        pipeline.leaseUntil(Long.MAX_VALUE, Long.MAX_VALUE);
        time.advanceTime();
    }

    /** Takes the number of tasks; prints their weight as the last line. */
    public static void main(String[] arguments) {
        // What is loaded once belongs to no task.
        new HeldTasks(WARM_UP).add(WARM_UP);
        System.out.println(weigh(Integer.parseInt(arguments[0])));
        System.exit(0);
    }

    /** What so many tasks weigh on this JVM's heap. */
    static Weight weigh(int tasks) {
        HeldTasks held = new HeldTasks(tasks);
        long before = usedBytes();
        held.add(tasks);
        long used = usedBytes() - before;
        return new Weight((double) (used - held.eventBytes()) / held.size(), (double) held.eventBytes() / held.size());
    }

    /** Live bytes: what is freed only after it was found dead, by a cleaner, takes more than one collection. */
    private static long usedBytes() {
        long used = Long.MAX_VALUE;
        long before;
        do {
            before = used;
            System.gc();
            used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        } while (used < before - NOISE_BYTES);
        return used;
    }

    /** Takes in so many tasks, and lets each be asked about. */
    void add(int tasks) {
        int all = held + tasks;
        while (held < all) {
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>(BATCH);
            for (; records.size() < BATCH && held < all; held++) {
                records.add(record(held));
            }
            pipeline.watch(admissions.admit(records));
            time.advanceTime();
        }
        while (asked < all) {
            time.advanceTimeBy(Duration.ofSeconds(1));
        }
    }

    int size() {
        return held;
    }

    /** Bytes of the records' keys, values and headers. */
    long eventBytes() {
        return admissions.bytes();
    }

    private Instant now() {
        return start.plusNanos(time.now(TimeUnit.NANOSECONDS));
    }

    /** Bare JSON: of all forms the one with the fewest bytes of its own. */
    private static ConsumerRecord<byte[], byte[]> record(int number) {
        Instant recordedAt = FIRST_RECORD.plus(APART.multipliedBy(number));
        String value = String.format(
                "{\"taskId\":\"4-AigcImage-%012x\",\"model\":\"hunyuan\",\"submittedAt\":\"%s\"}",
                number, recordedAt.minusSeconds(1));
        byte[] key = String.format("order-%08d", number).getBytes(StandardCharsets.UTF_8);
        return new ConsumerRecord<>(
                Admissions.TOPIC,
                number % PARTITIONS,
                number / PARTITIONS,
                recordedAt.toEpochMilli(),
                TimestampType.CREATE_TIME,
                key.length,
                value.length(),
                key,
                value.getBytes(StandardCharsets.UTF_8),
                new RecordHeaders(),
                Optional.empty());
    }
}

package io.mpsbridge.bench;

import io.mpsbridge.app.Bridge;
import io.mpsbridge.config.Settings;
import io.mpsbridge.config.SettingsLoader;
import io.mpsbridge.replay.Submission;
import io.mpsbridge.simulator.Account;
import io.mpsbridge.simulator.Ending;
import io.mpsbridge.simulator.Simulator;
import io.mpsbridge.simulator.SimulatorSettings;
import io.mpsbridge.simulator.Stats;
import io.mpsbridge.simulator.TaskReport;
import io.mpsbridge.testing.BrokerOptions;
import io.mpsbridge.testing.InProcessBroker;
import io.mpsbridge.testing.KafkaBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A row of the polling bench in real life: 3 tasks per second that take 30 s at the median (lognormal, sigma 0.5),
 * under a quota of 20, against a real broker and the simulator, ten times as fast ({@code -Dbench.live.faster}): 30
 * tasks per second of 3 s, a quota of 200, and the intervals of {@code poll.*} a tenth of their defaults. Two bridges
 * side by side get the same tasks, one under each policy. Delays are told in the time of the original.
 */
final class LiveBench implements Bench.Part {

    private static final int FASTER = Integer.getInteger("bench.live.faster", 10);
    private static final double TASKS_PER_SECOND = 3;
    private static final double MEDIAN_SECONDS = 30;
    private static final double SIGMA = 0.5;
    private static final int QUOTA = 20;
    /** Seconds of real time. */
    private static final int RUN = Integer.getInteger("bench.live.seconds", 180);
    /** In these, the adaptive policy learns. */
    private static final int COLD = Integer.getInteger("bench.live.cold", 45);

    private static final Duration LAST_ANSWERS = Duration.ofSeconds(60);
    private static final Account ACCOUNT = new Account("bench-id", "bench-key", Optional.empty());

    /** Measures, prints, and writes {@code live.csv} into the directory. */
    @Override
    public void run(Path directory) throws IOException {
        try (KafkaBroker broker = InProcessBroker.start(BrokerOptions.defaults());
                Side adaptive = new Side("adaptive", broker);
                Side backoff = new Side("backoff", broker)) {
            List<Side> sides = List.of(adaptive, backoff);
            Instant warm = submit(sides);
            await(sides);
            List<String> lines =
                    new ArrayList<>(List.of("policy,tasks,mean_s,p50_s,p99_s,calls_per_task,quota_used,peak"));
            sides.forEach(side -> lines.add(side.line(warm)));
            Files.write(directory.resolve("live.csv"), lines);
            lines.forEach(System.out::println);
        }
    }

    /** Poisson arrivals, the same for both; returns when the cold start is over. */
    private static Instant submit(List<Side> sides) {
        Random random = new Random(20_261_124);
        long start = System.nanoTime();
        long end = start + Duration.ofSeconds(RUN).toNanos();
        Instant warm = Instant.now().plusSeconds(COLD);
        long next = start;
        for (int i = 0; next < end; i++) {
            LockSupport.parkNanos(next - System.nanoTime());
            double seconds = MEDIAN_SECONDS * Math.exp(SIGMA * random.nextGaussian()) / FASTER;
            for (Side side : sides) {
                side.submit("task-" + i, Duration.ofNanos((long) (seconds * 1e9)));
            }
            next += (long) (-Math.log(1 - random.nextDouble()) / (FASTER * TASKS_PER_SECOND) * 1e9);
        }
        return warm;
    }

    private static void await(List<Side> sides) {
        long deadline = System.nanoTime() + LAST_ANSWERS.toNanos();
        while (!sides.stream().allMatch(Side::isDone) && System.nanoTime() < deadline) {
            LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
        }
    }

    /** One bridge with its own topics, its own simulator and its own quota. */
    private static final class Side implements AutoCloseable {
        private final String policy;
        private final Simulator simulator;
        private final Submission submission;
        private final Bridge bridge;
        private final AtomicInteger refused = new AtomicInteger();
        private final long startedAt = System.nanoTime();
        private int submitted;

        Side(String policy, KafkaBroker broker) {
            this.policy = policy;
            this.simulator = Simulator.start(
                    SimulatorSettings.of(ACCOUNT).withRateLimit(FASTER * QUOTA),
                    InstantSource.system(),
                    System::nanoTime);
            Settings settings = settings(policy, broker, simulator);
            var topics = settings.kafka().topics();
            broker.createTopics(
                    Map.of(topics.created(), 4, topics.completed(), 2, topics.failed(), 2, topics.deadLetter(), 1));
            this.submission = new Submission(settings.kafka(), InstantSource.system());
            this.bridge = Bridge.start(settings, Map.of());
        }

        void submit(String taskId, Duration duration) {
            Instant now = Instant.now();
            simulator.create(taskId, now, duration, Ending.DONE);
            try {
                submission.send(Submission.event(taskId, "model", now), new Fate());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
            submitted++;
        }

        boolean isDone() {
            return simulator.stats().tasks().seenEnded() == submitted;
        }

        String line(Instant warm) {
            Stats stats = simulator.stats();
            if (refused.get() > 0 || !isDone()) {
                throw new IllegalStateException(policy + ": " + refused + " events not sent, "
                        + (submitted - stats.tasks().seenEnded()) + " tasks without an answer");
            }
            double[] delays = simulator.tasks(0, submitted).stream()
                    .filter(task -> task.createdAt().isAfter(warm))
                    .map(TaskReport::detectionDelaySeconds)
                    .mapToDouble(delay -> FASTER * (delay == null ? Double.NaN : delay))
                    .sorted()
                    .toArray();
            double mean = Arrays.stream(delays).average().orElse(Double.NaN);
            double seconds = (System.nanoTime() - startedAt) / 1e9;
            return String.format(
                    Locale.ROOT,
                    "%s,%d,%.3f,%.3f,%.3f,%.2f,%.3f,%d",
                    policy,
                    delays.length,
                    mean,
                    delays[delays.length / 2],
                    delays[(int) (0.99 * delays.length)],
                    stats.calls() / (double) submitted,
                    stats.calls() / seconds / (FASTER * QUOTA),
                    stats.peak());
        }

        @Override
        public void close() {
            submission.close();
            bridge.close();
            simulator.close();
        }

        private final class Fate implements Submission.Fate {
            @Override
            public void placed(String setup) {
                // As it should be.
            }

            @Override
            public void refused(String reason) {
                refused.incrementAndGet();
            }
        }
    }

    private static Settings settings(String policy, KafkaBroker broker, Simulator simulator) {
        Map<String, String> given = new HashMap<>(Map.of(
                "kafka.bootstrap.servers",
                broker.bootstrapServers(),
                "bridge.group-id",
                policy,
                "bridge.topics.created",
                policy + "-created",
                "bridge.topics.completed",
                policy + "-completed",
                "bridge.topics.failed",
                policy + "-failed",
                "bridge.topics.dead-letter",
                policy + "-dlt",
                "mps.endpoint",
                simulator.uri().toString(),
                "mps.rate-limit",
                String.valueOf(FASTER * QUOTA)));
        given.put("tencentcloud.secret-id", ACCOUNT.secretId());
        given.put("tencentcloud.secret-key", ACCOUNT.secretKey());
        given.put("admin.port", "0");
        given.put("poll.policy", policy);
        given.put("poll.min-interval", 1_000 / FASTER + "ms");
        given.put("poll.max-interval", 60_000 / FASTER + "ms");
        return new SettingsLoader(() -> "replica-1").load(given, Map.of(), null).settings();
    }
}

package io.mpsbridge.demo;

import io.mpsbridge.app.Bridge;
import io.mpsbridge.config.Settings;
import io.mpsbridge.config.SettingsLoader;
import io.mpsbridge.replay.Submission;
import io.mpsbridge.simulator.Account;
import io.mpsbridge.simulator.Concurrency;
import io.mpsbridge.simulator.Ending;
import io.mpsbridge.simulator.Order;
import io.mpsbridge.simulator.Simulator;
import io.mpsbridge.simulator.SimulatorSettings;
import io.mpsbridge.testing.BrokerOptions;
import io.mpsbridge.testing.InProcessBroker;
import io.mpsbridge.testing.KafkaBroker;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * {@code mvn -Pdemo}: a real broker, the simulator and the bridge; tasks go in on the one topic and come out answered
 * on the others. The summary is computed from the output topics and the simulator's own book; the exit code is 0 only
 * if every task was answered exactly once and the quota was kept.
 */
public final class Demo {

    private static final int TASKS = 48;
    private static final int QUOTA = 20;
    private static final int SLOTS = 20;
    private static final double MEDIAN_SECONDS = 8;
    private static final double SIGMA = 0.4;
    private static final double FAIL_RATIO = 0.1;
    private static final Duration LIMIT = Duration.ofSeconds(50);
    private static final long STEP_MILLIS = 250;
    private static final Account ACCOUNT = new Account("demo-id", "demo-key", Optional.empty());

    private final PrintStream out;
    private final Random random = new Random(20_261_123);

    private Demo(PrintStream out) {
        this.out = out;
    }

    /** Runs the demo and exits with its verdict. */
    public static void main(String[] args) throws Exception {
        System.exit(new Demo(System.out).run() ? 0 : 1);
    }

    private boolean run() throws Exception {
        out.println("mps-bridge demo: " + TASKS + " image tasks of about " + (int) MEDIAN_SECONDS + " s, at most "
                + QUOTA + " requests per second, " + SLOTS + " tasks running at once");
        try (KafkaBroker broker = InProcessBroker.start(BrokerOptions.defaults());
                Simulator simulator = Simulator.start(
                        SimulatorSettings.of(ACCOUNT)
                                .withRateLimit(QUOTA)
                                .withConcurrency(new Concurrency(SLOTS, Order.FIFO)),
                        InstantSource.system(),
                        System::nanoTime)) {
            Settings settings = settings(broker, simulator);
            broker.createTopics(topics(settings));
            try (Bridge bridge = Bridge.start(settings, Map.of());
                    OutcomeCounter answers = new OutcomeCounter(broker.bootstrapServers(), settings)) {
                out.println("  Kafka      " + broker.bootstrapServers() + " (" + broker.description() + ")");
                out.println("  simulator  " + simulator.uri() + "_simulator/stats");
                out.println("  console    http://127.0.0.1:" + bridge.adminPort() + "/");
                work(settings, simulator, answers);
                return new Summary(TASKS, QUOTA, answers, simulator.stats()).print(out);
            }
        }
    }

    /** Submits all tasks over some seconds and shows how they come out, until all are answered or time is up. */
    private void work(Settings settings, Simulator simulator, OutcomeCounter answers) throws Exception {
        Progress progress = new Progress(out, TASKS);
        long deadline = System.nanoTime() + LIMIT.toNanos();
        int submitted = 0;
        try (Submission submission = new Submission(settings.kafka(), InstantSource.system())) {
            while (answers.tasksAnswered() < TASKS && System.nanoTime() < deadline) {
                if (submitted < TASKS) {
                    submitted += submit(submission, simulator, submitted);
                }
                answers.read(Duration.ofMillis(STEP_MILLIS));
                progress.show(submitted, answers, simulator.stats());
            }
        }
        // A doubled answer would come late: look a little longer.
        answers.read(Duration.ofSeconds(1));
        progress.end();
    }

    private int submit(Submission submission, Simulator simulator, int from) throws Exception {
        String taskId = String.format("demo-%03d", from + 1);
        Instant now = Instant.now().truncatedTo(java.time.temporal.ChronoUnit.MILLIS);
        simulator.create(taskId, now, duration(), random.nextDouble() < FAIL_RATIO ? Ending.FAIL : Ending.DONE);
        var sent = new Sent();
        submission.send(Submission.event(taskId, null, null, "demo-model", now), sent);
        submission.await();
        sent.check();
        return 1;
    }

    /** What does not come onto the topic ends the demo. */
    private static final class Sent implements Submission.Fate {
        private volatile String failure = "";

        @Override
        public void placed(Submission.Place place) {
            failure = "";
        }

        @Override
        public void refused(String reason) {
            failure = reason;
        }

        void check() {
            if (!failure.isEmpty()) {
                throw new IllegalStateException("an event was not sent: " + failure);
            }
        }
    }

    private Duration duration() {
        double seconds = MEDIAN_SECONDS * Math.exp(SIGMA * random.nextGaussian());
        return Duration.ofNanos((long) (seconds * TimeUnit.SECONDS.toNanos(1)));
    }

    private static Settings settings(KafkaBroker broker, Simulator simulator) {
        Map<String, String> given = new HashMap<>();
        given.put("kafka.bootstrap.servers", broker.bootstrapServers());
        given.put("mps.endpoint", simulator.uri().toString());
        given.put("mps.rate-limit", String.valueOf(QUOTA));
        given.put("tencentcloud.secret-id", ACCOUNT.secretId());
        given.put("tencentcloud.secret-key", ACCOUNT.secretKey());
        given.put("admin.port", "0");
        return new SettingsLoader(() -> "demo").load(given, Map.of(), null).settings();
    }

    private static Map<String, Integer> topics(Settings settings) {
        var topics = settings.kafka().topics();
        return Map.of(topics.created(), 3, topics.completed(), 3, topics.failed(), 3, topics.deadLetter(), 1);
    }
}

package io.mpsbridge.bench;

import io.mpsbridge.simulator.Account;
import io.mpsbridge.simulator.Simulator;
import io.mpsbridge.simulator.SimulatorSettings;
import io.mpsbridge.testing.BrokerOptions;
import io.mpsbridge.testing.ChildProcess;
import io.mpsbridge.testing.FreePorts;
import io.mpsbridge.testing.InProcessBroker;
import io.mpsbridge.testing.KafkaBroker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * From the start of the process until {@code /readyz} says 200, partitions assigned, as the image starts it: with the
 * archive of loaded classes, and without, in turn. The broker waits for no further members of a group. Needs Java 25
 * for the archive; on an older one there is the figure without it alone.
 */
final class StartupBench implements Bench.Part {

    private static final int STARTS = 9;
    /** Of the image. */
    private static final List<String> JVM =
            List.of("-XX:+UseG1GC", "-XX:MaxRAMPercentage=70", "-Dlogback.configurationFile=logback-json.xml");

    private static final int OK = 200;
    private static final String TASK = "sim-train;for=1s";
    private static final int JAVA_WITH_ARCHIVE = 25;
    private static final Path JAR = Path.of("target", "mps-bridge.jar").toAbsolutePath();
    private static final Path ARCHIVE = JAR.resolveSibling("mps-bridge.aot");

    private static final Duration READY_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
    /** The archive is written when the bridge has stopped. */
    private static final Duration WRITE_LIMIT = Duration.ofMinutes(2);

    private static final Duration LOOK_EVERY = Duration.ofMillis(5);

    private static final Account ACCOUNT = new Account("bench-id", "bench-key", Optional.empty());
    private static final Map<String, Integer> TOPICS =
            Map.of("task-created", 12, "task-completed", 12, "task-failed", 12, "task-created-dlt", 12);

    private record Way(String title, List<String> jvm, List<Double> seconds) {}

    private final HttpClient http = HttpClient.newHttpClient();

    /** Measures, prints, and writes {@code startup.csv} and {@code startup.png} into the directory. */
    @Override
    public void run(Path directory) throws IOException {
        try (KafkaBroker broker = InProcessBroker.start(BrokerOptions.defaults());
                Simulator simulator =
                        Simulator.start(SimulatorSettings.of(ACCOUNT), InstantSource.system(), System::nanoTime)) {
            broker.createTopics(TOPICS);
            List<Way> ways = ways(broker, simulator);
            for (int i = 0; i < STARTS; i++) {
                for (Way way : ways) {
                    way.seconds().add(start(way, broker, simulator));
                }
            }
            print(ways);
            write(ways, directory);
        }
    }

    private List<Way> ways(KafkaBroker broker, Simulator simulator) throws IOException {
        List<Way> ways = new ArrayList<>(List.of(new Way("without archive", JVM, new ArrayList<>())));
        if (Runtime.version().feature() < JAVA_WITH_ARCHIVE) {
            System.out.println("no archive: this is Java " + Runtime.version().feature() + ", the archive needs "
                    + JAVA_WITH_ARCHIVE + "; set JAVA_HOME");
            return ways;
        }
        train(broker, simulator);
        ways.add(new Way("with archive", plus("-XX:AOTCache=" + ARCHIVE), new ArrayList<>()));
        return ways;
    }

    private static List<String> plus(String option) {
        List<String> jvm = new ArrayList<>(List.of(option));
        jvm.addAll(JVM);
        return jvm;
    }

    /** As the image does it: a bridge that answers a task, tells its metrics and shows its page. */
    private void train(KafkaBroker broker, Simulator simulator) throws IOException {
        Files.deleteIfExists(ARCHIVE);
        int port = FreePorts.next();
        Map<String, String> environment = environment(port, broker, simulator);
        try (ChildProcess submit = ChildProcess.jar("submit", environment, JVM, JAR, "submit", TASK);
                ChildProcess bridge =
                        ChildProcess.jar("train", environment, plus("-XX:AOTCacheOutput=" + ARCHIVE), JAR, "run")) {
            submit.awaitExit(READY_LIMIT);
            await(bridge, () -> simulator.stats().tasks().seenEnded() == 1 && status(port, "/readyz") == OK);
            status(port, "/metrics");
            status(port, "/");
            bridge.terminate();
            bridge.awaitExit(WRITE_LIMIT);
            if (!Files.exists(ARCHIVE)) {
                throw new IllegalStateException("no archive was made, see " + bridge.log());
            }
        }
    }

    private double start(Way way, KafkaBroker broker, Simulator simulator) {
        int port = FreePorts.next();
        Map<String, String> environment = environment(port, broker, simulator);
        long begun = System.nanoTime();
        try (ChildProcess bridge = ChildProcess.jar("startup", environment, way.jvm(), JAR, "run")) {
            await(bridge, () -> status(port, "/readyz") == OK);
            double seconds = (System.nanoTime() - begun) / 1e9;
            bridge.terminate();
            bridge.awaitExit(STOP_LIMIT);
            return seconds;
        }
    }

    private static Map<String, String> environment(int port, KafkaBroker broker, Simulator simulator) {
        return Map.of(
                "KAFKA_BOOTSTRAP_SERVERS", broker.bootstrapServers(),
                "BRIDGE_INSTANCE_ID", "bench",
                "MPS_ENDPOINT", simulator.uri().toString(),
                "TENCENTCLOUD_SECRET_ID", ACCOUNT.secretId(),
                "TENCENTCLOUD_SECRET_KEY", ACCOUNT.secretKey(),
                "ADMIN_PORT", String.valueOf(port));
    }

    private static void await(ChildProcess bridge, BooleanSupplier condition) {
        long end = System.nanoTime() + READY_LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (!bridge.isAlive() || System.nanoTime() > end) {
                throw new IllegalStateException("not ready, see " + bridge.log());
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
    }

    /** 0 where nobody listens yet. */
    private int status(int port, String path) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                    .timeout(READY_LIMIT)
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException notListening) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void print(List<Way> ways) {
        System.out.printf(
                "%nstart to ready, %d starts each%n%-18s %8s %8s %8s%n", STARTS, "", "median", "least", "most");
        for (Way way : ways) {
            Spread spread = Spread.of(way.seconds());
            System.out.printf(
                    Locale.ROOT,
                    "%-18s %6.2f s %6.2f s %6.2f s%n",
                    way.title(),
                    spread.median(),
                    spread.least(),
                    spread.most());
        }
    }

    private static void write(List<Way> ways, Path directory) throws IOException {
        List<String> csv = new ArrayList<>(List.of("way,start,seconds"));
        for (Way way : ways) {
            for (int i = 0; i < STARTS; i++) {
                csv.add(String.format(
                        Locale.ROOT,
                        "%s,%d,%.3f",
                        way.title(),
                        i + 1,
                        way.seconds().get(i)));
            }
        }
        Files.write(directory.resolve("startup.csv"), csv);
        Picture.ofBars(
                "seconds from start to ready, medians",
                "seconds",
                ways,
                Way::title,
                way -> Spread.of(way.seconds()).median(),
                directory.resolve("startup.png"));
        System.out.println("written: startup.csv and startup.png in " + directory);
    }
}

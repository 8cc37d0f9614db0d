package io.mpsbridge.bench;

import com.tencentcloudapi.common.AbstractClient;
import io.confluent.parallelconsumer.ParallelEoSStreamProcessor;
import io.mpsbridge.bench.peer.ParallelLoop;
import io.mpsbridge.bench.peer.ReactorLoop;
import io.mpsbridge.bench.peer.SdkLoop;
import io.mpsbridge.simulator.Account;
import io.mpsbridge.testing.ChildProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import reactor.kafka.receiver.KafkaReceiver;

/** What is measured side by side, each in a JVM of its own with the same flags. */
enum Contender {
    BRIDGE("mps-bridge", "exactly once"),
    SDK_LOOP("SDK loop", "at least once"),
    REACTOR_KAFKA("Reactor Kafka", "at least once"),
    PARALLEL_CONSUMER("Parallel Consumer", "exactly once");

    static final Account ACCOUNT = new Account("bench-id", "bench-key", Optional.empty());

    /** Kafka's default; 0 writes a lone record at once. */
    private static final String LINGER = System.getProperty("bench.linger", "5");

    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    /** Those of the image, and what the machine's share of memory would be. */
    private static final List<String> JVM = List.of("-XX:+UseG1GC", "-Xmx768m");

    private final String label;
    private final String guarantee;

    Contender(String label, String guarantee) {
        this.label = label;
        this.guarantee = guarantee;
    }

    /** Those of {@code -Dbench.contenders=bridge,…}, else all; in their order. */
    static List<Contender> chosen() {
        List<String> names = List.of(System.getProperty("bench.contenders", "").split(","));
        List<Contender> chosen = Arrays.stream(values())
                .filter(each -> names.contains(each.id()))
                .toList();
        return chosen.isEmpty() ? List.of(values()) : chosen;
    }

    /** Of what the peers are made of. */
    static String versions() {
        return "peers: vendor's SDK " + AbstractClient.SDK_VERSION + ", Reactor Kafka "
                + KafkaReceiver.class.getPackage().getImplementationVersion() + ", "
                + jar(ParallelEoSStreamProcessor.class);
    }

    /** The name of a class's jar, which has the version where its manifest has none. */
    private static Path jar(Class<?> type) {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath())
                .getFileName();
    }

    String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String label() {
        return label;
    }

    /** How its producer writes. */
    String writes() {
        return switch (this) {
            case BRIDGE, PARALLEL_CONSUMER -> "in transactions, acks=all, linger.ms=0";
            case SDK_LOOP, REACTOR_KAFKA -> "acks=all, linger.ms=" + LINGER;
        };
    }

    /** What its terminal events come with. */
    String guarantee() {
        return guarantee;
    }

    /** Starts it; returns when partitions are assigned. */
    ChildProcess start(ContenderSetup setup, Path directory) {
        ChildProcess process = launch(setup, directory);
        process.awaitLine("assigned", START_LIMIT);
        return process;
    }

    /** Starts it, and does not wait for anything. */
    ChildProcess launch(ContenderSetup setup, Path directory) {
        return switch (this) {
            case BRIDGE -> ChildProcess.java(setup.name(), bridge(setup), jvm(setup), "io.mpsbridge.cli.Main", "run");
            case SDK_LOOP -> peer(setup, directory, SdkLoop.class);
            case REACTOR_KAFKA -> peer(setup, directory, ReactorLoop.class);
            case PARALLEL_CONSUMER ->
                ChildProcess.javaBehind(
                        olderClients(directory),
                        setup.name(),
                        peer(setup),
                        peerJvm(setup, directory),
                        ParallelLoop.class.getName());
        };
    }

    private static ChildProcess peer(ContenderSetup setup, Path directory, Class<?> main) {
        return ChildProcess.java(setup.name(), peer(setup), peerJvm(setup, directory), main.getName());
    }

    private static List<String> peerJvm(ContenderSetup setup, Path directory) {
        List<String> jvm = new ArrayList<>(jvm(setup));
        jvm.add("-Djdk.net.hosts.file=" + hosts(directory));
        return jvm;
    }

    /** Parallel Consumer does not run with the bridge's; the build copies these beside the benchmarks' results. */
    private static Path olderClients(Path directory) {
        return directory.resolveSibling("peer").resolve("kafka-clients.jar");
    }

    /** For profiles: {@code -Dbench.jvm=-XX:StartFlightRecording=filename=target/bench/%s.jfr,…}, %s being the name. */
    private static List<String> jvm(ContenderSetup setup) {
        List<String> flags = new ArrayList<>(JVM);
        String more = System.getProperty("bench.jvm", "");
        if (!more.isEmpty()) {
            flags.addAll(List.of(more.replace("%s", setup.name()).split(" ")));
        }
        return flags;
    }

    /** The SDK takes the service that it signs for from the host's first label. */
    private static Path hosts(Path directory) {
        try {
            return Files.writeString(directory.resolve("hosts"), "127.0.0.1 mps.simulator localhost\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> bridge(ContenderSetup setup) {
        Map<String, String> environment = account();
        environment.put("KAFKA_BOOTSTRAP_SERVERS", setup.bootstrapServers());
        environment.put("BRIDGE_GROUP_ID", setup.name());
        environment.put("BRIDGE_INSTANCE_ID", "replica-1");
        environment.putAll(setup.topics().environment());
        environment.put("MPS_ENDPOINT", setup.simulator().toString());
        environment.put("MPS_RATE_LIMIT", String.valueOf(setup.rateLimit()));
        environment.put("ADMIN_PORT", "0");
        environment.putAll(setup.polling());
        return environment;
    }

    private static Map<String, String> peer(ContenderSetup setup) {
        Map<String, String> environment = account();
        environment.put("KAFKA_BOOTSTRAP_SERVERS", setup.bootstrapServers());
        environment.put("GROUP_ID", setup.name());
        environment.put("TOPIC_CREATED", setup.topics().created());
        environment.put("TOPIC_COMPLETED", setup.topics().completed());
        environment.put("TOPIC_FAILED", setup.topics().failed());
        environment.put("MPS_ENDPOINT", "mps.simulator:" + setup.simulator().getPort());
        environment.put("RATE_LIMIT", String.valueOf(setup.rateLimit()));
        environment.put("LINGER_MILLIS", LINGER);
        environment.putAll(setup.polling());
        return environment;
    }

    private static Map<String, String> account() {
        Map<String, String> environment = new HashMap<>();
        environment.put("TENCENTCLOUD_SECRET_ID", ACCOUNT.secretId());
        environment.put("TENCENTCLOUD_SECRET_KEY", ACCOUNT.secretKey());
        return environment;
    }
}

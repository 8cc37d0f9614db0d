package io.mpsbridge.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.common.utils.internals.Exit;
import org.apache.kafka.metadata.storage.Formatter;

/** The broker inside this JVM: controller and broker in one node, its data in a temporary directory; can restart. */
public final class InProcessBroker implements KafkaBroker {
    private static final int START_SECONDS = 60;
    private static final int STOP_SECONDS = 60;

    private final String reason;
    private final Path directory;
    private final int port;
    private final Map<String, String> properties;
    private Optional<KafkaRaftServer> server = Optional.empty();

    private InProcessBroker(BrokerOptions options, String reason) throws IOException {
        this.reason = reason;
        this.directory = Files.createTempDirectory("kafka-");
        this.port = FreePorts.next();
        this.properties = properties(options, directory, port, FreePorts.next());
    }

    /** Starts a broker; throws IllegalStateException where it is not up within a minute. */
    public static InProcessBroker start(BrokerOptions options) {
        return start(options, "");
    }

    static InProcessBroker start(BrokerOptions options, String reason) {
        // A broker that breaks must fail its test, not end the JVM of all tests.
        Exit.setExitProcedure(InProcessBroker::refuseToExit);
        Exit.setHaltProcedure(InProcessBroker::refuseToExit);
        try {
            var broker = new InProcessBroker(options, reason);
            try {
                broker.format(options.transactionVersion());
                broker.start();
            } catch (RuntimeException e) {
                broker.close();
                throw e;
            }
            return broker;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    @Override
    public String description() {
        return "in-process " + VERSION + (reason.isEmpty() ? "" : " (" + reason + ")");
    }

    /** Starts a stopped broker again on the same ports and data. Returns when it is up. */
    public synchronized void start() {
        if (server.isEmpty()) {
            var started = new KafkaRaftServer(new KafkaConfig(properties, false), Time.SYSTEM);
            server = Optional.of(started);
            started.startup();
        }
    }

    /** Ends the broker and keeps ports and data; clients see refused connections. Does nothing if it is stopped. */
    public synchronized void stop() {
        server.ifPresent(running -> CompletableFuture.runAsync(() -> {
                    running.shutdown();
                    running.awaitShutdown();
                })
                .orTimeout(STOP_SECONDS, TimeUnit.SECONDS)
                .join());
        server = Optional.empty();
    }

    @Override
    public void close() {
        try {
            stop();
        } finally {
            if (Files.exists(directory)) {
                delete(directory);
            }
        }
    }

    private void format(int transactionVersion) {
        var formatter = new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .setClusterId(Uuid.randomUuid().toString())
                .setNodeId(1)
                .addDirectory(directory.toString())
                .setMetadataLogDirectory(directory.toString())
                .setControllerListenerName("CONTROLLER")
                .setFeatureLevel("transaction.version", (short) transactionVersion);
        try {
            formatter.run();
        } catch (Exception e) {
            throw new IllegalStateException("Cannot format " + directory, e);
        }
    }

    private static Map<String, String> properties(BrokerOptions options, Path directory, int port, int controllerPort) {
        var all = new HashMap<>(Map.of(
                "process.roles",
                "broker,controller",
                "node.id",
                "1",
                "controller.quorum.voters",
                "1@127.0.0.1:" + controllerPort,
                "controller.listener.names",
                "CONTROLLER",
                "inter.broker.listener.name",
                "PLAINTEXT",
                "listener.security.protocol.map",
                "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT",
                "listeners",
                "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort,
                "advertised.listeners",
                "PLAINTEXT://127.0.0.1:" + port,
                "log.dirs",
                directory.toString(),
                "server.max.startup.time.ms",
                String.valueOf(TimeUnit.SECONDS.toMillis(START_SECONDS))));
        // The JVM is the tests' own: no 128 MB for the log cleaner, few threads, a quick registration.
        all.putAll(Map.of(
                "log.cleaner.dedupe.buffer.size", "2097152",
                "num.network.threads", "2",
                "num.io.threads", "2",
                "background.threads", "2",
                "broker.heartbeat.interval.ms", "200"));
        all.putAll(options.serverProperties());
        return Map.copyOf(all);
    }

    private static void refuseToExit(int status, String message) {
        throw new IllegalStateException("The broker asked to end the JVM, status " + status + ": " + message);
    }

    private static void delete(Path directory) {
        try (var paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot delete " + directory, e);
        }
    }
}

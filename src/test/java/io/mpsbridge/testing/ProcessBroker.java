package io.mpsbridge.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** The broker in a JVM of its own, which can be killed without a warning and started again on its data. */
public final class ProcessBroker implements KafkaBroker {
    private static final List<String> JVM = List.of("-Xmx512m", "-Dlogback.configurationFile=logback-broker.xml");
    /** After a kill the broker is let in again when the controller has given up its former self. */
    private static final String SESSION_MILLIS = "6000";

    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final Duration STOP_LIMIT = Duration.ofMinutes(1);

    private final KraftNode node;
    private final Path configuration;
    private Optional<ChildProcess> process = Optional.empty();

    private ProcessBroker(KraftNode node) throws IOException {
        this.node = node;
        var properties = new Properties();
        properties.putAll(node.properties());
        this.configuration = node.directory().resolve("server.properties");
        try (var out = Files.newOutputStream(configuration)) {
            properties.store(out, null);
        }
    }

    /** As {@link InProcessBroker#start}. */
    public static ProcessBroker start(BrokerOptions options, TcpProxy... proxies) {
        try {
            var broker = new ProcessBroker(
                    KraftNode.create(options.with("broker.session.timeout.ms", SESSION_MILLIS), proxies));
            try {
                broker.start();
            } catch (RuntimeException | AssertionError e) {
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
        return node.bootstrapServers();
    }

    @Override
    public String description() {
        return "process " + VERSION;
    }

    /** Of the process that runs at the moment. */
    public synchronized long pid() {
        return process.orElseThrow().pid();
    }

    /** Starts an ended broker again on the same ports and data. Returns when it is up. */
    public synchronized void start() {
        if (process.isEmpty()) {
            var started = ChildProcess.java("broker", Map.of(), JVM, "kafka.Kafka", configuration.toString());
            process = Optional.of(started);
            started.awaitLine("Kafka Server started", START_LIMIT);
        }
    }

    /** SIGTERM: the broker ends in good order and keeps its data. */
    public synchronized void stop() {
        process.ifPresent(running -> {
            running.terminate();
            running.awaitExit(STOP_LIMIT);
            running.close();
        });
        process = Optional.empty();
    }

    /** SIGKILL: the broker is gone at once and keeps what it had written. */
    public synchronized void kill() {
        process.ifPresent(ChildProcess::close);
        process = Optional.empty();
    }

    @Override
    public void close() {
        kill();
        node.delete();
    }
}

package io.mpsbridge.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/** The broker in a JVM of its own, which can be killed without a warning and started again on its data. */
public final class ProcessBroker implements KafkaBroker {
    private static final List<String> JVM = List.of("-Xmx512m", "-Dlogback.configurationFile=logback-broker.xml");
    /** Starts with half the work of the processor. */
    private static final List<String> LIGHT = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
    /** After a kill the broker is let in again when the controller has given up its former self. */
    private static final String SESSION_MILLIS = "6000";

    private static final Duration START_LIMIT = Duration.ofMinutes(3);
    private static final Duration STOP_LIMIT = Duration.ofMinutes(1);

    private final KraftNode node;
    private final Path configuration;
    private final List<String> jvm;
    private final List<Path> logs = new ArrayList<>();
    private Optional<ChildProcess> process = Optional.empty();

    ProcessBroker(KraftNode node) {
        this(node, LIGHT);
    }

    private ProcessBroker(KraftNode node, List<String> more) {
        this.node = node;
        this.jvm = Stream.concat(JVM.stream(), more.stream()).toList();
        var properties = new Properties();
        properties.putAll(node.properties());
        this.configuration = node.directory().resolve("server.properties");
        try (var out = Files.newOutputStream(configuration)) {
            properties.store(out, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As {@link InProcessBroker#start}. */
    public static ProcessBroker start(BrokerOptions options, TcpProxy... proxies) {
        return start(new ProcessBroker(KraftNode.create(gaveUpSoon(options), proxies)));
    }

    /** For benchmarks: with the compiler and the collector that the JVM chooses. */
    public static ProcessBroker startForLoad(BrokerOptions options) {
        return start(new ProcessBroker(KraftNode.create(gaveUpSoon(options)), List.of()));
    }

    private static ProcessBroker start(ProcessBroker broker) {
        try {
            broker.start();
        } catch (RuntimeException | AssertionError e) {
            broker.close();
            throw e;
        }
        return broker;
    }

    static BrokerOptions gaveUpSoon(BrokerOptions options) {
        return options.with("broker.session.timeout.ms", SESSION_MILLIS);
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
    public void start() {
        launch();
        awaitStart();
    }

    /** Starts it if it does not run; as one of several it is up only once most of them are launched. */
    synchronized void launch() {
        if (process.isEmpty()) {
            var started = ChildProcess.java("broker", Map.of(), jvm, "kafka.Kafka", configuration.toString());
            logs.add(started.log());
            process = Optional.of(started);
        }
    }

    synchronized void awaitStart() {
        process.ifPresent(launched -> launched.awaitLine("Kafka Server started", START_LIMIT));
    }

    /** What it has logged, one file for each start. */
    synchronized List<Path> logs() {
        return List.copyOf(logs);
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

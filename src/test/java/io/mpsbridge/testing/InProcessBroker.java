package io.mpsbridge.testing;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.common.utils.internals.Exit;

/** The broker inside this JVM, its data in a temporary directory; can be stopped and started again. */
public final class InProcessBroker implements KafkaBroker {
    private static final int STOP_SECONDS = 60;

    private final KraftNode node;
    private final String reason;
    private Optional<KafkaRaftServer> server = Optional.empty();

    private InProcessBroker(KraftNode node, String reason) {
        this.node = node;
        this.reason = reason;
    }

    /**
     * Starts a broker that clients can also reach through each of the proxies: what they are told there leads through
     * the proxy as well. Throws where the broker is not up within a minute.
     */
    public static InProcessBroker start(BrokerOptions options, TcpProxy... proxies) {
        return start(new InProcessBroker(KraftNode.create(options, proxies), ""));
    }

    /** Starts a broker that says why it is not another one. */
    static InProcessBroker startBecause(String reason, BrokerOptions options) {
        return start(new InProcessBroker(KraftNode.create(options), reason));
    }

    private static InProcessBroker start(InProcessBroker broker) {
        // A broker that breaks must fail its test, not end the JVM of all tests.
        Exit.setExitProcedure(InProcessBroker::refuseToExit);
        Exit.setHaltProcedure(InProcessBroker::refuseToExit);
        try {
            broker.start();
            return broker;
        } catch (RuntimeException e) {
            broker.close();
            throw e;
        }
    }

    @Override
    public String bootstrapServers() {
        return node.bootstrapServers();
    }

    /** Where the users of {@link BrokerOptions#users} log in. */
    public String saslServers() {
        return node.saslServers();
    }

    /** The first segment of a partition's log, to be tampered with while the broker is stopped. */
    public Path segment(String topic, int partition) {
        return node.directory().resolve("data").resolve(topic + "-" + partition).resolve("00000000000000000000.log");
    }

    @Override
    public String description() {
        return "in-process " + VERSION + (reason.isEmpty() ? "" : " (" + reason + ")");
    }

    /** Starts a stopped broker again on the same ports and data. Returns when it is up. */
    public synchronized void start() {
        if (server.isEmpty()) {
            var started = new KafkaRaftServer(new KafkaConfig(node.properties(), false), Time.SYSTEM);
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
            node.delete();
        }
    }

    private static void refuseToExit(int status, String message) {
        throw new IllegalStateException("The broker asked to end the JVM, status " + status + ": " + message);
    }
}

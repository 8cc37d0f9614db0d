package io.mpsbridge.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * Ports, data directory and server properties of one node that is controller and broker in one; they outlive the server
 * that runs on them.
 */
final class KraftNode {
    private static final int START_MILLIS = 60_000;
    private static final String SASL = "SASL";

    /** Who votes in the cluster: node ids from 1 on, by the ports of their controllers. */
    private record Quorum(String clusterId, List<Integer> ports) {
        static Quorum of(int nodes) {
            return new Quorum(
                    Uuid.randomUuid().toString(),
                    Stream.generate(FreePorts::next).distinct().limit(nodes).toList());
        }

        int port(int id) {
            return ports.get(id - 1);
        }

        String voters() {
            return IntStream.rangeClosed(1, ports.size())
                    .mapToObj(id -> id + "@127.0.0.1:" + port(id))
                    .collect(Collectors.joining(","));
        }
    }

    private final int id;
    private final Quorum quorum;
    private final Path directory;
    private final int port = FreePorts.next();
    private final int saslPort = FreePorts.next();
    private final Map<String, String> properties;

    private KraftNode(int id, Quorum quorum, BrokerOptions options, List<TcpProxy> proxies) {
        this.id = id;
        this.quorum = quorum;
        try {
            this.directory = Files.createTempDirectory("kafka-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.properties = properties(options, proxies);
        format(options.transactionVersion());
    }

    /** A formatted node whose broker is also reachable through each of the proxies, and stays behind it. */
    static KraftNode create(BrokerOptions options, TcpProxy... proxies) {
        return new KraftNode(1, Quorum.of(1), options, List.of(proxies));
    }

    /** The nodes of one cluster, as many as there are proxies, each behind its own. */
    static List<KraftNode> cluster(BrokerOptions options, List<TcpProxy> proxies) {
        var quorum = Quorum.of(proxies.size());
        return IntStream.rangeClosed(1, proxies.size())
                .mapToObj(id -> new KraftNode(id, quorum, options, List.of(proxies.get(id - 1))))
                .toList();
    }

    String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /** For those who log in; nobody listens there unless the options have users. */
    String saslServers() {
        return "127.0.0.1:" + saslPort;
    }

    Map<String, String> properties() {
        return properties;
    }

    Path directory() {
        return directory;
    }

    void delete() {
        if (!Files.exists(directory)) {
            return;
        }
        try (var paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot delete " + directory, e);
        }
    }

    private void format(int transactionVersion) {
        var formatter = new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .setClusterId(quorum.clusterId())
                .setNodeId(id)
                .addDirectory(properties.get("log.dirs"))
                .setMetadataLogDirectory(properties.get("log.dirs"))
                .setControllerListenerName("CONTROLLER")
                .setFeatureLevel("transaction.version", (short) transactionVersion);
        try {
            formatter.run();
        } catch (Exception e) {
            throw new IllegalStateException("Cannot format " + directory, e);
        }
    }

    private Map<String, String> properties(BrokerOptions options, List<TcpProxy> proxies) {
        int controllerPort = quorum.port(id);
        var listeners = new ArrayList<>(List.of(
                new Listener("PLAINTEXT", port, port), new Listener("CONTROLLER", controllerPort, controllerPort)));
        for (int i = 0; i < proxies.size(); i++) {
            listeners.add(listenerBehind("PROXY" + i, proxies.get(i)));
        }
        if (!options.users().isEmpty()) {
            listeners.add(new Listener(SASL, saslPort, saslPort));
        }
        var all = new HashMap<String, String>();
        all.put("process.roles", "broker,controller");
        all.put("node.id", String.valueOf(id));
        all.put("controller.quorum.voters", quorum.voters());
        all.put("controller.listener.names", "CONTROLLER");
        all.put("inter.broker.listener.name", "PLAINTEXT");
        all.put("listeners", join(listeners, Listener::bound));
        all.put(
                "advertised.listeners",
                join(
                        listeners.stream()
                                .filter(each -> !each.name().equals("CONTROLLER"))
                                .toList(),
                        Listener::told));
        all.put(
                "listener.security.protocol.map",
                join(listeners, each -> each.name() + (each.name().equals(SASL) ? ":SASL_PLAINTEXT" : ":PLAINTEXT")));
        all.put("log.dirs", directory.resolve("data").toString());
        all.put("server.max.startup.time.ms", String.valueOf(START_MILLIS));
        // Small machines: no 128 MB for the log cleaner, few threads, a quick registration, patience when starved.
        all.put("log.cleaner.dedupe.buffer.size", "2097152");
        all.put("num.network.threads", "2");
        all.put("num.io.threads", "2");
        all.put("background.threads", "2");
        all.put("broker.heartbeat.interval.ms", "500");
        all.put("broker.session.timeout.ms", "30000");
        all.putAll(options.serverProperties(quorum.ports().size()));
        return Map.copyOf(all);
    }

    /** Clients are told each broker's address for the name of the listener that they came to: it is the same on all. */
    private static Listener listenerBehind(String name, TcpProxy proxy) {
        int behind = FreePorts.next();
        proxy.forwardTo(behind);
        return new Listener(name, behind, proxy.port());
    }

    private static String join(List<Listener> listeners, Function<Listener, String> part) {
        return listeners.stream().map(part).collect(Collectors.joining(","));
    }

    private record Listener(String name, int port, int toldPort) {
        String bound() {
            return name + "://127.0.0.1:" + port;
        }

        String told() {
            return name + "://127.0.0.1:" + toldPort;
        }
    }
}

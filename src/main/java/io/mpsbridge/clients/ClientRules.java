package io.mpsbridge.clients;

import io.mpsbridge.clients.ClientKeys.Client;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Checks missing from the clients' own definitions, whose mistakes would only show at run time. */
final class ClientRules {
    /** The brokers' default for the longest transaction. */
    private static final int LONGEST_TRANSACTION_MS = 900_000;

    private static final int SHORTEST_TRANSACTION_MS = 1_000;

    private static final int HEARTBEAT_MS = 1_000;
    private static final int SESSION_MS = 15_000;

    /** The defaults of {@link ClientConfigs}. */
    private static final int REQUEST_MS = 5_000;

    private static final int DELIVERY_MS = 10_000;
    private static final int API_MS = 10_000;

    private static final Pattern SERVER =
            Pattern.compile("([A-Za-z0-9_]+://)?([A-Za-z0-9._%-]+|\\[[0-9A-Fa-f:.%]+]):\\d{1,5}");

    /** Set by the broker under the consumer protocol. */
    private static final List<String> CLASSIC_ONLY =
            List.of("session.timeout.ms", "heartbeat.interval.ms", "partition.assignment.strategy");

    private ClientRules() {}

    static Map<String, String> refusals(Client client, Map<String, String> given) {
        Map<String, String> refusals = new LinkedHashMap<>();
        String servers = given.get("bootstrap.servers");
        if (servers != null && !areServers(servers)) {
            refusals.put("bootstrap.servers", "must be host:port, or several of them with commas between");
        }
        switch (client) {
            case CONSUMER -> consumer(given, refusals);
            case PRODUCER -> producer(given, refusals);
            case ADMIN -> within(given, refusals, "default.api.timeout.ms", API_MS);
        }
        return refusals;
    }

    private static boolean areServers(String servers) {
        return Stream.of(servers.split(",", -1))
                .map(String::strip)
                .allMatch(server -> SERVER.matcher(server).matches());
    }

    private static void consumer(Map<String, String> given, Map<String, String> refusals) {
        if ("consumer".equalsIgnoreCase(given.get("group.protocol"))) {
            CLASSIC_ONLY.stream()
                    .filter(given::containsKey)
                    .forEach(key ->
                            refusals.put(key, "cannot be set under group.protocol=consumer: the broker decides it"));
            return;
        }
        OptionalInt heartbeat = number(given, "heartbeat.interval.ms", HEARTBEAT_MS);
        OptionalInt session = number(given, "session.timeout.ms", SESSION_MS);
        if (heartbeat.isPresent() && session.isPresent() && heartbeat.getAsInt() > session.getAsInt() / 3) {
            String key = given.containsKey("session.timeout.ms") ? "session.timeout.ms" : "heartbeat.interval.ms";
            refusals.put(
                    key,
                    "must leave three heartbeats to a session: heartbeat.interval.ms is " + heartbeat.getAsInt()
                            + ", session.timeout.ms is " + session.getAsInt());
        }
    }

    private static void producer(Map<String, String> given, Map<String, String> refusals) {
        OptionalInt transaction = number(given, "transaction.timeout.ms", SHORTEST_TRANSACTION_MS);
        if (transaction.isPresent()
                && (transaction.getAsInt() < SHORTEST_TRANSACTION_MS
                        || transaction.getAsInt() > LONGEST_TRANSACTION_MS)) {
            refusals.put(
                    "transaction.timeout.ms",
                    "must be from " + SHORTEST_TRANSACTION_MS + " to " + LONGEST_TRANSACTION_MS
                            + ": brokers refuse longer transactions");
        }
        within(given, refusals, "delivery.timeout.ms", DELIVERY_MS);
        String acks = given.get("acks");
        if (acks != null && !acks.strip().equals("all") && !acks.strip().equals("-1")) {
            refusals.put("acks", "must be all: transactions need it");
        }
        OptionalInt retries = number(given, "retries", 1);
        if (retries.isPresent() && retries.getAsInt() == 0) {
            refusals.put("retries", "must be at least 1: transactions need it");
        }
    }

    /** A client cannot be made if one request may take longer than all its attempts together. */
    private static void within(Map<String, String> given, Map<String, String> refusals, String whole, int otherwise) {
        OptionalInt request = number(given, "request.timeout.ms", REQUEST_MS);
        OptionalInt linger = number(given, "linger.ms", 0);
        OptionalInt all = number(given, whole, otherwise);
        if (request.isPresent()
                && linger.isPresent()
                && all.isPresent()
                && (long) request.getAsInt() + linger.getAsInt() > all.getAsInt()) {
            String key = Stream.of(whole, "request.timeout.ms", "linger.ms")
                    .filter(given::containsKey)
                    .findFirst()
                    .orElse(whole);
            refusals.put(
                    key,
                    "does not fit: " + whole + " is " + all.getAsInt() + " and must be at least request.timeout.ms ("
                            + request.getAsInt() + ")" + (linger.getAsInt() == 0 ? "" : " and linger.ms together"));
        }
    }

    /** Empty if it is no number, which the client's own definition refuses. */
    private static OptionalInt number(Map<String, String> given, String key, int otherwise) {
        try {
            return OptionalInt.of(Integer.parseInt(
                    given.getOrDefault(key, String.valueOf(otherwise)).strip()));
        } catch (NumberFormatException e) {
            return OptionalInt.empty();
        }
    }
}

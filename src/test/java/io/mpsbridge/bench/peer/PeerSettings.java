package io.mpsbridge.bench.peer;

import java.time.Duration;
import java.util.Map;

/**
 * What a peer is told, by its environment.
 *
 * @param endpoint host and port; the SDK signs for the service that the host's first label names
 * @param rateLimit requests per second
 * @param firstPause of a task before it is asked about again; doubled each time
 * @param longestPause what that grows to
 * @param lingerMillis of the producers without transactions
 */
record PeerSettings(
        String bootstrapServers,
        String group,
        String created,
        String completed,
        String failed,
        String endpoint,
        String secretId,
        String secretKey,
        int rateLimit,
        Duration firstPause,
        Duration longestPause,
        String lingerMillis) {

    /** Tasks that may be under way at once. */
    static final int MAX_IN_FLIGHT = 10_000;

    /** Of a producer without transactions: Kafka's defaults, {@code acks=all} among them, but for the linger. */
    Map<String, Object> producer() {
        return Map.of("bootstrap.servers", bootstrapServers, "linger.ms", lingerMillis);
    }

    static PeerSettings of(Map<String, String> environment) {
        return new PeerSettings(
                environment.get("KAFKA_BOOTSTRAP_SERVERS"),
                environment.get("GROUP_ID"),
                environment.get("TOPIC_CREATED"),
                environment.get("TOPIC_COMPLETED"),
                environment.get("TOPIC_FAILED"),
                environment.get("MPS_ENDPOINT"),
                environment.get("TENCENTCLOUD_SECRET_ID"),
                environment.get("TENCENTCLOUD_SECRET_KEY"),
                Integer.parseInt(environment.get("RATE_LIMIT")),
                Duration.ofMillis(Long.parseLong(environment.getOrDefault("FIRST_PAUSE_MILLIS", "1000"))),
                Duration.ofMillis(Long.parseLong(environment.getOrDefault("LONGEST_PAUSE_MILLIS", "30000"))),
                environment.getOrDefault("LINGER_MILLIS", "5"));
    }
}

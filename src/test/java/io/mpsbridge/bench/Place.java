package io.mpsbridge.bench;

import java.net.URI;
import java.util.Map;

/**
 * Where a contender works: topics of its own on the common broker, and the simulator.
 *
 * @param rateLimit requests per second that it may make
 */
record Place(String bootstrapServers, String name, URI simulator, int rateLimit) {

    private static final int PARTITIONS = 4;

    String created() {
        return name + "-created";
    }

    String completed() {
        return name + "-completed";
    }

    String failed() {
        return name + "-failed";
    }

    String deadLetter() {
        return name + "-dlt";
    }

    Map<String, Integer> topics() {
        return Map.of(created(), PARTITIONS, completed(), 2, failed(), 2, deadLetter(), 1);
    }
}

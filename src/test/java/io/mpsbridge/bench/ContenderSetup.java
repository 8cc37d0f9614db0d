package io.mpsbridge.bench;

import io.mpsbridge.testing.TestTopics;
import java.net.URI;
import java.util.Map;

/**
 * Where a contender works: topics of its own on the common broker, and the simulator.
 *
 * @param rateLimit requests per second that it may make
 * @param polling environment variables that say how it polls; without them, its defaults
 */
record ContenderSetup(
        String bootstrapServers, TestTopics topics, URI simulator, int rateLimit, Map<String, String> polling) {

    String name() {
        return topics.name();
    }
}

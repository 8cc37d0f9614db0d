package io.mpsbridge.bench;

import io.mpsbridge.testing.TestTopics;
import java.net.URI;

/**
 * Where a contender works: topics of its own on the common broker, and the simulator.
 *
 * @param rateLimit requests per second that it may make
 */
record ContenderSetup(String bootstrapServers, TestTopics topics, URI simulator, int rateLimit) {

    String name() {
        return topics.name();
    }
}

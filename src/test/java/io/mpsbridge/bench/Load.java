package io.mpsbridge.bench;

import java.util.List;

/**
 * What arrives.
 *
 * @param name as in the table
 * @param streams one per model
 */
record Load(String name, List<Stream> streams) {

    /** Tasks of one model, arriving as a Poisson process of {@code rate} per second. */
    record Stream(String model, double rate, Lifetime lifetime) {}

    static Load of(String name, double rate, Lifetime lifetime) {
        return new Load(name, List.of(new Stream("a", rate, lifetime)));
    }

    static Load of(String name, double rate, Lifetime lifetime, double otherRate, Lifetime other) {
        return new Load(name, List.of(new Stream("a", rate, lifetime), new Stream("b", otherRate, other)));
    }

    double rate() {
        return streams.stream().mapToDouble(Stream::rate).sum();
    }
}

package io.mpsbridge.bench;

/**
 * A task of a simulated load; times in nanoseconds from the start.
 *
 * @param id what chance decides follows from it
 */
record Arrival(int id, String model, long createdAt, long endsAt) {}

package io.mpsbridge.bench;

/**
 * A task of a simulated load; times in nanoseconds from the start.
 *
 * @param id what chance decides follows from it
 * @param createdAt when the plan learns of it
 * @param bornAt when it says that it was created
 * @param startsAt when the service begins with it
 */
record Arrival(int id, String model, long createdAt, long bornAt, long startsAt, long endsAt) {
    Arrival(int id, String model, long createdAt, long endsAt) {
        this(id, model, createdAt, createdAt, createdAt, endsAt);
    }
}

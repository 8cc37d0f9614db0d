package io.mpsbridge.chaos;

import java.util.Random;

/** What goes wrong, and for how long, in milliseconds. */
enum Disturbance {
    /** kill -9, then a start with the same instance id; sometimes only after the session has ended. */
    KILL(0, 9_000),
    /** SIGSTOP longer than the session, then SIGCONT. */
    ZOMBIE(8_000, 11_000),
    /** SIGSTOP, another process with the same instance id, SIGCONT: the older one has to go. */
    REPLACED_ZOMBIE(5_000, 9_000),
    /** SIGTERM, then a start. */
    STOP(0, 3_000),
    /** Three replicas, then one of them alone. */
    SCALE(6_000, 10_000),
    BROKER_STOP(500, 3_000),
    BROKER_KILL(500, 3_000),
    /** All connections to the broker are reset many times, so that some are in the middle of a transaction. */
    CUTS(800, 2_000),
    /** Connections to the broker stay open and nothing passes. */
    STALL(2_000, 9_000),
    /** MPS answers with errors, resets, refusals or noise. */
    OUTAGE(1_000, 4_000),
    /** MPS's clock is more than a minute off. */
    CLOCK(2_000, 6_000),
    /** The wall clock of one replica jumps, and jumps back. */
    OWN_CLOCK(3_000, 6_000);

    private final int least;
    private final int most;

    Disturbance(int least, int most) {
        this.least = least;
        this.most = most;
    }

    int length(Random random) {
        return least + random.nextInt(most - least + 1);
    }
}

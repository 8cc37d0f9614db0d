package io.mpsbridge.chaos;

import java.util.Random;

/** What goes wrong while soaking, and for how long, in milliseconds. */
enum SoakFault {
    /** kill -9, then a start with the same instance id; sometimes only after the session has ended. */
    KILL(0, 9_000),
    /** SIGTERM, then a start. */
    STOP(0, 5_000),
    /** SIGSTOP longer than the session, then SIGCONT. */
    FREEZE(8_000, 12_000),
    /** One replica more, for a while. */
    SCALE(8_000, 15_000),
    /** MPS answers with errors, resets, noise, or not at all. */
    OUTAGE(2_000, 8_000),
    /** All replicas have a key that MPS refuses. */
    WRONG_KEY(3_000, 8_000),
    /** All connections to the brokers are reset, again and again. */
    CUTS(1_000, 3_000),
    /** kill -9 of one broker of three, then a start; the next one only when every partition has all its copies. */
    BROKER_KILL(1_000, 5_000),
    /** MPS's clock is more than a minute off. */
    CLOCK(5_000, 15_000),
    /** The wall clock of one replica jumps, and jumps back. */
    OWN_CLOCK(5_000, 15_000);

    private final int least;
    private final int most;

    SoakFault(int least, int most) {
        this.least = least;
        this.most = most;
    }

    int length(Random random) {
        return least + random.nextInt(most - least + 1);
    }
}

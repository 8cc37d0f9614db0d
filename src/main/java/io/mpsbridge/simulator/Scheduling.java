package io.mpsbridge.simulator;

/** Decides when tasks start; a task ends when it has run for as long as it takes. Safe for use by many threads. */
sealed interface Scheduling permits UnlimitedScheduling, SlotScheduling {

    static Scheduling of(Concurrency concurrency, Workload workload) {
        return concurrency.slots() == 0
                ? new UnlimitedScheduling(workload.waitShare())
                : new SlotScheduling(concurrency, workload.seed());
    }

    /**
     * Takes in a new task, which is known of from now on.
     *
     * @param nowNanos of the simulator
     */
    void join(SimulatedTask task, String model, long nowNanos);

    /** Starts every task whose start is not after that moment. */
    void advance(long nowNanos);

    Totals totals();

    /**
     * What was counted so far.
     *
     * @param waited tasks that found no slot free
     * @param mostRunning the most tasks of one model that ran at once; 0 if nobody counts
     */
    record Totals(int waited, int mostRunning) {}
}

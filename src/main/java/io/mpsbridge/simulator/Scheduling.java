package io.mpsbridge.simulator;

/** Decides when tasks start; a task ends when it has run for its duration. Thread-safe. */
sealed interface Scheduling permits UnlimitedScheduling, SlotScheduling {

    static Scheduling of(Concurrency concurrency, Workload workload) {
        return concurrency.slots() == 0
                ? new UnlimitedScheduling(workload.waitShare())
                : new SlotScheduling(concurrency, workload.seed());
    }

    /** Adds a new task. */
    void join(SimulatedTask task, String model, long nowNanos);

    /** Starts every task that starts by then. */
    void advance(long nowNanos);

    Totals totals();

    /**
     * Counts of the queue, zeros without one.
     *
     * @param waited tasks that found no free slot at their arrival
     * @param mostRunning the most tasks of one model that ran at once
     */
    record Totals(int waited, int mostRunning) {}
}

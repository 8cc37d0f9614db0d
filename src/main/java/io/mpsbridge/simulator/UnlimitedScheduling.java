package io.mpsbridge.simulator;

/** No queue: a task is in WAIT for an initial share of its duration, which counts from its creation. */
final class UnlimitedScheduling implements Scheduling {

    private static final Totals NOTHING = new Totals(0, 0);

    private final double waitShare;

    UnlimitedScheduling(double waitShare) {
        this.waitShare = waitShare;
    }

    @Override
    public void join(SimulatedTask task, String model, long nowNanos) {
        long waitNanos = Math.min(task.durationNanos, (long) Math.ceil(waitShare * task.durationNanos));
        task.runs(task.createdNanos + waitNanos, task.createdNanos + task.durationNanos);
    }

    @Override
    public void advance(long nowNanos) {}

    @Override
    public Totals totals() {
        return NOTHING;
    }
}

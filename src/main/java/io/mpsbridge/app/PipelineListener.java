package io.mpsbridge.app;

import io.mpsbridge.kafka.LoopListener;
import io.mpsbridge.kafka.RecentOutcomes;
import io.mpsbridge.pipeline.TaskPipelines;
import io.mpsbridge.task.Accepted;
import io.mpsbridge.telemetry.Observers;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Passes events from the Kafka loop to the pipeline, which do not know each other. The loop's clients open while the
 * pipeline is being built; the loop runs only afterwards.
 */
final class PipelineListener implements LoopListener {

    private final Supplier<TaskPipelines> pipeline;
    private final Supplier<Observers> observers;
    private final RecentOutcomes history;

    PipelineListener(Supplier<TaskPipelines> pipeline, Supplier<Observers> observers, RecentOutcomes history) {
        this.pipeline = pipeline;
        this.observers = observers;
        this.history = history;
    }

    @Override
    public void watch(List<Accepted> tasks) {
        observers.get().accepted(tasks);
        pipeline.get().watch(tasks);
    }

    @Override
    public void forget(int partition, int epoch) {
        pipeline.get().forget(partition, epoch);
    }

    @Override
    public void assignmentChanged(Set<Integer> partitions, int of) {
        history.assigned(partitions, pipeline.get()::learn);
        pipeline.get().assignmentChanged(partitions, of);
    }

    @Override
    public boolean hasPermits() {
        return pipeline.get().hasPermits();
    }

    @Override
    public void leaseUntil(long endNanos, long wallEndMillis) {
        pipeline.get().leaseUntil(endNanos, wallEndMillis);
    }
}

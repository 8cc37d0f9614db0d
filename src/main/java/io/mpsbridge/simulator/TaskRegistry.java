package io.mpsbridge.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** All tasks, by id and in order of creation. Thread-safe. */
final class TaskRegistry {

    private final Workload workload;
    private final Scheduling scheduling;
    private final int maxTasks;
    private final SimulatorTime time;
    private final ConcurrentMap<String, SimulatedTask> byId = new ConcurrentHashMap<>();
    // Guarded by itself; only ever appended to.
    private final List<SimulatedTask> inOrder = new ArrayList<>();

    TaskRegistry(Workload workload, Scheduling scheduling, int maxTasks, SimulatorTime time) {
        this.workload = workload;
        this.scheduling = scheduling;
        this.maxTasks = maxTasks;
        this.time = time;
    }

    /** The task with that id, created if its first poll does so; null if there is none. */
    @Nullable SimulatedTask asked(String id, long nanos) throws ApiException {
        scheduling.advance(nanos);
        SimulatedTask known = byId.get(id);
        if (known != null) {
            return known;
        }
        if (!workload.adoptUnknown() && !TaskScript.isScripted(id)) {
            return null;
        }
        return scripted(id, nanos);
    }

    /** Creates a task with a random duration and end. */
    SimulatedTask create(String id, String model, long nanos) throws ApiException {
        SeededRandom random = SeededRandom.of(workload.seed(), id);
        Duration duration = workload.duration(model, random);
        return add(new SimulatedTask(id, nanos, duration.toNanos(), workload.ending(random), null), model, nanos);
    }

    /**
     * Creates a task with a given duration and end.
     *
     * @throws IllegalStateException if the id is taken or there is no room
     */
    void create(String id, Instant at, Duration duration, Ending ending) {
        SimulatedTask task = new SimulatedTask(id, time.nanos(at), duration.toNanos(), ending, null);
        try {
            if (add(task, "", time.nanos()) != task) {
                throw new IllegalStateException("there is a task " + id + " already");
            }
        } catch (ApiException e) {
            throw new IllegalStateException(e.error().message(), e);
        }
    }

    int count() {
        synchronized (inOrder) {
            return inOrder.size();
        }
    }

    /** Counts of the queue up to now. */
    Scheduling.Totals scheduling() {
        scheduling.advance(time.nanos());
        return scheduling.totals();
    }

    List<SimulatedTask> list(int offset, int limit) {
        scheduling.advance(time.nanos());
        synchronized (inOrder) {
            int from = Math.min(offset, inOrder.size());
            return List.copyOf(inOrder.subList(from, from + Math.min(limit, inOrder.size() - from)));
        }
    }

    private SimulatedTask scripted(String id, long nanos) throws ApiException {
        try {
            TaskScript script = TaskScript.of(id, time.instant(nanos));
            SeededRandom random = SeededRandom.of(workload.seed(), id);
            Duration drawn = workload.duration(script.model(), random);
            Ending ending = workload.ending(random);
            long created = script.at().map(time::nanos).orElse(nanos);
            SimulatedTask task = new SimulatedTask(
                    id,
                    created,
                    script.duration().orElse(drawn).toNanos(),
                    script.ending().orElse(ending),
                    script.ownFault());
            return add(task, script.model(), nanos);
        } catch (IllegalArgumentException e) {
            throw new ApiException(ApiError.INVALID_VALUE.saying("TaskId: " + e.getMessage()), e);
        }
    }

    /** The added task, or the one that has its id already: two first polls may race. */
    private SimulatedTask add(SimulatedTask task, String model, long nowNanos) throws ApiException {
        synchronized (inOrder) {
            SimulatedTask earlier = byId.get(task.id);
            if (earlier != null) {
                return earlier;
            }
            if (inOrder.size() >= maxTasks) {
                throw new ApiException(ApiError.INSUFFICIENT.saying(
                        "The simulator holds " + maxTasks + " tasks already (--max-tasks)."));
            }
            // Before anybody can find it: its start must be set by then if a slot is free.
            scheduling.join(task, model, nowNanos);
            byId.put(task.id, task);
            inOrder.add(task);
            return task;
        }
    }
}

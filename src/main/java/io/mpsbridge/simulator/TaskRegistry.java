package io.mpsbridge.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** All tasks, by id and in order of creation. Thread-safe. */
final class TaskRegistry {

    private final Workload workload;
    private final Map<AccountAction, Scheduling> queues;
    private final int maxTasks;
    private final SimulatorTime time;
    private final ConcurrentMap<String, SimulatedTask> byId = new ConcurrentHashMap<>();
    // Guarded by itself; only ever appended to.
    private final List<SimulatedTask> inOrder = new ArrayList<>();

    /** @param queues of each action of each account that can have tasks */
    TaskRegistry(Workload workload, Map<AccountAction, Scheduling> queues, int maxTasks, SimulatorTime time) {
        this.workload = workload;
        this.queues = Map.copyOf(queues);
        this.maxTasks = maxTasks;
        this.time = time;
    }

    /** The task with that id as the account sees it, created if its first poll does so; null if there is none. */
    @Nullable SimulatedTask asked(AccountAction asker, String id, long nanos) throws ApiException {
        SimulatedTask task = byId.get(id);
        if (task == null) {
            if (!workload.adoptUnknown() && !TaskScript.isScripted(id)) {
                return null;
            }
            task = scripted(asker, id, nanos);
        }
        queue(task.owner).advance(nanos);
        return task.isKnownTo(asker) ? task : null;
    }

    /** Creates a task with a random duration and end. */
    void create(AccountAction owner, String id, String model, long nanos) throws ApiException {
        SeededRandom random = SeededRandom.of(workload.seed(), id);
        long durationNanos = workload.duration(model, random).toNanos();
        Fate fate = new Fate(durationNanos, workload.ending(random), workload.dubbing(id), null);
        SimulatedTask unused = add(new SimulatedTask(id, owner, false, nanos, fate), model, nanos);
    }

    /**
     * Creates a task with a given duration and end.
     *
     * @throws IllegalStateException if the id is taken or there is no room
     */
    void create(AccountAction owner, String id, Instant at, Duration duration, Ending ending) {
        Fate fate = new Fate(duration.toNanos(), ending, workload.dubbing(id), null);
        SimulatedTask task = new SimulatedTask(id, owner, false, time.nanos(at), fate);
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

    /** Counts of the queue of one action of one account, up to now. */
    Scheduling.Totals queued(AccountAction action) {
        Scheduling queue = queue(action);
        queue.advance(time.nanos());
        return queue.totals();
    }

    /** Counts of all queues, up to now. */
    Scheduling.Totals queued() {
        return queues.keySet().stream().map(this::queued).reduce(Scheduling.Totals.NONE, Scheduling.Totals::and);
    }

    List<SimulatedTask> list(int offset, int limit) {
        queues.values().forEach(queue -> queue.advance(time.nanos()));
        synchronized (inOrder) {
            int from = Math.min(offset, inOrder.size());
            return List.copyOf(inOrder.subList(from, from + Math.min(limit, inOrder.size() - from)));
        }
    }

    private Scheduling queue(AccountAction action) {
        Scheduling queue = queues.get(action);
        if (queue == null) {
            throw new IllegalArgumentException("there is no account named '" + action.account() + "'");
        }
        return queue;
    }

    private SimulatedTask scripted(AccountAction owner, String id, long nanos) throws ApiException {
        try {
            TaskScript script = TaskScript.of(id, time.instant(nanos));
            SeededRandom random = SeededRandom.of(workload.seed(), id);
            Duration drawn = workload.duration(script.model(), random);
            Ending ending = workload.ending(random);
            long created = script.at().map(time::nanos).orElse(nanos);
            Fate fate = new Fate(
                    script.duration().orElse(drawn).toNanos(),
                    script.ending().orElse(ending),
                    script.dubbing().orElseGet(() -> workload.dubbing(id)),
                    script.ownFault());
            return add(new SimulatedTask(id, owner, true, created, fate), script.model(), nanos);
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
            queue(task.owner).join(task, model, nowNanos);
            byId.put(task.id, task);
            inOrder.add(task);
            return task;
        }
    }
}

package io.mpsbridge.pipeline;

import io.mpsbridge.poll.Plans;
import io.mpsbridge.poll.PollPlan;
import io.mpsbridge.poll.PollSettings;
import io.mpsbridge.task.Accepted;
import java.util.HashMap;
import java.util.Map;

/** What the pipeline holds for tasks in flight: for benchmarks of its size. */
public final class Holdings {

    private final Map<String, Watch> watches = new HashMap<>();
    private final PollPlan<Watch> plan;

    public Holdings(PollSettings settings) {
        plan = Plans.of(settings, 20);
    }

    public void add(Accepted event, long bornAt, long now) {
        Watch watch = new Watch(event, bornAt);
        watches.put(watch.taskId(), watch);
        plan.add(watch.entry(), now);
    }

    public int size() {
        return plan.size();
    }
}

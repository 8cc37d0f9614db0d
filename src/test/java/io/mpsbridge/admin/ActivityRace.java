package io.mpsbridge.admin;

import static io.mpsbridge.testing.Interleavings.check;

import io.mpsbridge.task.FailureReason;
import io.mpsbridge.task.TaskOutcome;
import io.mpsbridge.testing.Interleavings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Two pipelines report outcomes while a reader of the event stream asks for what is new to it: it sees each once. */
public final class ActivityRace implements Runnable {

    @Override
    public void run() {
        Activity activity = new Activity(outcome -> null, () -> 0);
        List<String> seen = new ArrayList<>();
        long[] last = new long[1];
        Interleavings.together(() -> activity.finished(failed("a")), () -> activity.finished(failed("b")), () -> {
            read(activity, last, seen);
            read(activity, last, seen);
        });
        read(activity, last, seen);
        check(seen.size() == 2 && seen.contains("a") && seen.contains("b"), "an outcome was not shown once");
    }

    private static void read(Activity activity, long[] last, List<String> seen) {
        for (Activity.Outcome each : activity.since(-1, last[0]).outcomes()) {
            seen.add(each.taskId());
            last[0] = each.number();
        }
    }

    private static TaskOutcome failed(String id) {
        return new TaskOutcome.Failed(
                TaskFixtures.created(id),
                FailureReason.TASK_NOT_FOUND,
                "m",
                null,
                "r",
                Instant.EPOCH,
                Instant.EPOCH,
                1);
    }
}

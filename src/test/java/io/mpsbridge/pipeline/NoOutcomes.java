package io.mpsbridge.pipeline;

import io.mpsbridge.task.Accepted;
import io.mpsbridge.task.Origin;
import io.mpsbridge.task.TaskOutcome;

/** Where no task is to end, and no event to be lost. */
public final class NoOutcomes implements TaskPipeline.Outcomes {
    @Override
    public void finished(Origin origin, TaskOutcome outcome) {
        throw new IllegalStateException("no task has ended, but " + outcome);
    }

    @Override
    public void failed(Accepted event, Throwable error) {
        throw new IllegalStateException(error);
    }
}

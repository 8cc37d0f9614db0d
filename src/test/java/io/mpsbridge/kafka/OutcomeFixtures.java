package io.mpsbridge.kafka;

import io.mpsbridge.task.Accepted;
import io.mpsbridge.task.FailureReason;
import io.mpsbridge.task.TaskOutcome;
import io.mpsbridge.testing.Results;

/** Answers of a vendor that does not exist. */
final class OutcomeFixtures {

    private OutcomeFixtures() {}

    static TaskOutcome completed(Accepted task) {
        return completed(task, "https://images.example/" + task.task().taskId() + ".png");
    }

    static TaskOutcome failed(Accepted task, FailureReason reason) {
        return new TaskOutcome.Failed(
                task.task(),
                reason,
                "no such task",
                "ResourceNotFound",
                "request-1",
                null,
                task.task().createdAt().plusSeconds(1),
                1);
    }

    static TaskOutcome completed(Accepted task, String url) {
        return new TaskOutcome.Completed(
                task.task(),
                Results.images(url),
                "request-1",
                null,
                task.task().createdAt().plusSeconds(1),
                1);
    }
}

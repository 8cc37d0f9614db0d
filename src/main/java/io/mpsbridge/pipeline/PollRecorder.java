package io.mpsbridge.pipeline;

import io.mpsbridge.task.QuotaScope;
import io.mpsbridge.task.TaskOutcome;
import io.mpsbridge.task.Verdict;
import java.time.Duration;
import java.util.function.LongSupplier;
import reactor.core.publisher.Mono;

/** Records what polling does, for people and monitoring. From any thread; must not block or throw. */
public interface PollRecorder {

    /**
     * A poll was answered or given up.
     *
     * @param scope whose quota it took from
     * @param took from when it was due to leave until its verdict
     */
    void polled(QuotaScope scope, Verdict verdict, Duration took);

    /** An asker of one scope that records the answers of the given one. */
    default TaskPipeline.Asker over(QuotaScope scope, TaskPipeline.Asker asker, LongSupplier nanos) {
        return (taskId, mayLeave) -> Mono.defer(() -> {
            long start = nanos.getAsLong();
            return asker.ask(taskId, mayLeave)
                    .doOnNext(answer -> polled(scope, answer.verdict(), Duration.ofNanos(nanos.getAsLong() - start)));
        });
    }

    /** A created event has its answer, not published yet. */
    void finished(TaskOutcome outcome);
}

package io.mpsbridge.app;

import io.mpsbridge.pipeline.TaskPipeline;
import io.mpsbridge.task.Accepted;
import io.mpsbridge.task.Origin;
import io.mpsbridge.task.TaskOutcome;

/** Passes outcomes from the pipeline to the Kafka loop, which do not know each other. */
final class LoopOutcomes implements TaskPipeline.Outcomes {

    private final KafkaStart kafka;

    LoopOutcomes(KafkaStart kafka) {
        this.kafka = kafka;
    }

    @Override
    public void finished(Origin origin, TaskOutcome outcome) {
        kafka.loop().finished(origin, outcome);
    }

    @Override
    public void failed(Accepted event, Throwable error) {
        kafka.loop().failed(event, error);
    }
}

package io.mpsbridge.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpsbridge.limit.Permits;
import io.mpsbridge.limit.Quota;
import io.mpsbridge.pipeline.NoOutcomes;
import io.mpsbridge.pipeline.OpenCalls;
import io.mpsbridge.pipeline.PipelineSettings;
import io.mpsbridge.pipeline.TaskPipeline;
import io.mpsbridge.poll.PollSettings;
import io.mpsbridge.task.Accepted;
import io.mpsbridge.task.Answer;
import io.mpsbridge.task.EventContext;
import io.mpsbridge.task.Origin;
import io.mpsbridge.task.QuotaScope;
import io.mpsbridge.task.TaskCreated;
import io.mpsbridge.task.Verdict;
import io.mpsbridge.testing.BlockRecorder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import reactor.blockhound.BlockingOperationError;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** No code of ours blocks a thread that must not be blocked, and a block that is planted is found. */
@Execution(ExecutionMode.SAME_THREAD) // the recorder is that of the whole JVM
class NonBlockingIT {

    @BeforeEach
    void forget() {
        BlockRecorder.forget();
    }

    @Test
    void aBridgeAtWorkBlocksNothingFromItsStartToItsStop() {
        try (BridgeRig rig = new BridgeRig(2)) {
            try (Bridge bridge = rig.start()) {
                for (int i = 0; i < 20; i++) {
                    rig.event("sim-" + i + ";for=1s;end=" + (i % 4 == 0 ? "fail" : "done"));
                }
                rig.awaitRecords(20, Duration.ofMinutes(2));
                assertThat(bridge.adminPort()).isPositive();
            }
        }

        assertThat(BlockRecorder.found()).isEmpty();
    }

    @Test
    void aBlockPlantedInACallIsFoundAndEndsThePipeline() {
        Scheduler scheduler = Schedulers.newSingle("mps-bridge-plan");
        Permits permits = new Permits(20, Duration.ofSeconds(1));
        Quota quota = new Quota(permits, () -> 0);
        quota.share(20, System.nanoTime());
        quota.leaseUntil(System.nanoTime() + Duration.ofMinutes(1).toNanos(), Long.MAX_VALUE);
        TaskPipeline pipeline = new TaskPipeline(
                new PipelineSettings(Duration.ofHours(1), Duration.ofDays(7), Duration.ofSeconds(60)),
                new TaskPipeline.Pacing(
                        QuotaScope.DEFAULT,
                        new PollSettings(
                                PollSettings.Policy.ADAPTIVE, Duration.ofMillis(10), Duration.ofSeconds(1), 1.6),
                        quota,
                        new OpenCalls(20)),
                (id, mayLeave) -> Mono.fromCallable(() -> {
                    Thread.sleep(1);
                    return new Answer(new Verdict.Unfinished("RUN", "r"), null);
                }),
                new NoOutcomes(),
                new TaskPipeline.Clocks(InstantSource.system(), System::nanoTime, scheduler));
        AtomicReference<Throwable> failure = new AtomicReference<>();
        try {
            pipeline.run().subscribe(null, failure::set);
            pipeline.watch(List.of(event()));

            BridgeRig.await(() -> failure.get() != null, "the failure", Duration.ofSeconds(30));
        } finally {
            scheduler.dispose();
        }

        assertThat(failure.get()).isInstanceOf(BlockingOperationError.class);
        assertThat(BlockRecorder.found())
                .singleElement()
                .asString()
                .contains("mps-bridge-plan")
                .contains("sleep");
    }

    private static Accepted event() {
        Instant now = Instant.now();
        EventContext lineage = new EventContext("topic", "topic/0/0", 0, 0, null, null, null, null, null);
        return new Accepted(
                new Origin(0, 1, 0, 10),
                new TaskCreated("a", QuotaScope.DEFAULT, null, null, null, null, now, now, lineage));
    }
}

package io.mpsbridge.pipeline;

import java.util.concurrent.TimeUnit;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

/**
 * The pipeline's one worker. An unexpected failure on it may have damaged state: it is reported, and nothing runs any
 * more.
 */
final class GuardedWorker {

    private final Scheduler.Worker worker;
    private final Sinks.One<Void> failure = Sinks.one();
    /** Confined to the worker. */
    private boolean failed;

    GuardedWorker(Scheduler.Worker worker) {
        this.worker = worker;
    }

    void schedule(Runnable work) {
        Disposable unused = worker.schedule(() -> run(work));
    }

    Disposable schedule(Runnable work, long delayNanos) {
        return worker.schedule(() -> run(work), delayNanos, TimeUnit.NANOSECONDS);
    }

    /** Runs at once; call on the worker alone. */
    void run(Runnable work) {
        if (failed) {
            return;
        }
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            fail(e);
        }
    }

    /** Call on the worker alone. */
    void fail(Throwable error) {
        failed = true;
        // Refused only after an earlier failure, which is the one to report.
        Sinks.EmitResult unused = failure.tryEmitError(error);
    }

    /** Errors with the first failure; never completes. */
    Mono<Void> failure() {
        return failure.asMono();
    }
}

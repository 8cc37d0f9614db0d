package io.mpsbridge.pipeline;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;

/**
 * Emits a task whenever one may be polled: the plan has one due, a permit is free and nothing holds polling. Task and
 * permit are chosen at the last moment, when the request leaves. One timer serves all tasks.
 *
 * <p>Everything but construction happens on the pipeline's worker; whatever changes {@link Source#waitNanos} calls
 * {@link #changed} there.
 */
final class PollDispatcher {

    /** What decides about the next turn. */
    interface Source {
        /** Nanoseconds until {@link #take} may be called, 0 if now, {@link Long#MAX_VALUE} if nothing is scheduled. */
        long waitNanos(long nowNanos);

        /** The task to poll, with its permit taken. */
        TrackedTask take(long nowNanos);
    }

    private final Source source;
    private final GuardedWorker worker;
    private final LongSupplier nanos;

    private @Nullable FluxSink<TrackedTask> sink;
    private @Nullable Disposable timer;
    private boolean stopped;

    PollDispatcher(Source source, GuardedWorker worker, LongSupplier nanos) {
        this.source = source;
        this.worker = worker;
        this.nanos = nanos;
    }

    /** The tasks to poll, for one subscriber; completes after {@link #stop}. */
    Flux<TrackedTask> flux() {
        return Flux.create(
                emitter -> {
                    worker.schedule(() -> sink = emitter);
                    emitter.onRequest(demand -> worker.schedule(this::changed));
                },
                FluxSink.OverflowStrategy.ERROR);
    }

    /** Checks again whether a task may be polled. */
    void changed() {
        if (timer != null) {
            timer.dispose();
            timer = null;
        }
        FluxSink<TrackedTask> out = sink;
        while (out != null && !stopped && !out.isCancelled() && out.requestedFromDownstream() > 0) {
            long nowNanos = nanos.getAsLong();
            long wait = source.waitNanos(nowNanos);
            if (wait > 0) {
                arm(wait);
                return;
            }
            out.next(source.take(nowNanos));
        }
    }

    /** Emits no further task; those taken go on. */
    void stop() {
        stopped = true;
        if (sink != null) {
            sink.complete();
        }
        changed();
    }

    private void arm(long wait) {
        if (wait < Long.MAX_VALUE) {
            timer = worker.schedule(this::changed, wait);
        }
    }
}

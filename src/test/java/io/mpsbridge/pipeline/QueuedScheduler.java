package io.mpsbridge.pipeline;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;

/** Work waits in a queue until the test runs it. Time stands still: what is to run later never does. */
final class QueuedScheduler implements Scheduler {

    private final Queue<Runnable> queue = new ConcurrentLinkedQueue<>();

    /** Runs the next piece of work; false if there is none. */
    boolean runNext() {
        Runnable next = queue.poll();
        if (next != null) {
            next.run();
        }
        return next != null;
    }

    @Override
    public Disposable schedule(Runnable work) {
        queue.add(work);
        return Disposables.single();
    }

    @Override
    public Worker createWorker() {
        return new Worker() {
            @Override
            public Disposable schedule(Runnable work) {
                return QueuedScheduler.this.schedule(work);
            }

            @Override
            public Disposable schedule(Runnable work, long delay, TimeUnit unit) {
                return Disposables.single();
            }

            @Override
            public void dispose() {
                queue.clear();
            }
        };
    }

    @Override
    public void dispose() {
        queue.clear();
    }
}

package io.mpsbridge.pipeline;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;

/** Work waits in a queue until the test runs it; the clock is put forward to what is to run later. */
final class QueuedScheduler implements Scheduler {

    private final Queue<Runnable> queue = new ConcurrentLinkedQueue<>();
    private final AtomicLong nanos = new AtomicLong();

    long nanos() {
        return nanos.get();
    }

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
        Disposable scheduled = Disposables.single();
        queue.add(() -> {
            if (!scheduled.isDisposed()) {
                work.run();
            }
        });
        return scheduled;
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
                nanos.addAndGet(unit.toNanos(delay));
                return schedule(work);
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

package io.mpsbridge.kafka;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Runs blocking work beside the loop, one piece at a time. Work returns what the loop's thread has to do afterwards;
 * its exceptions are rethrown there, so no failure is silent. Owned by the loop's thread; the executor safely publishes
 * what is handed over and returned.
 */
final class TransactionThread implements AutoCloseable {

    private static final Duration END = Duration.ofSeconds(2);

    private final ExecutorService executor;
    private final Runnable done;
    private @Nullable Future<Runnable> underWay;

    /** @param done called on that thread when work is over and can be {@linkplain #settle settled} */
    TransactionThread(String name, Runnable done) {
        this.done = done;
        this.executor = Executors.newSingleThreadExecutor(work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Whether work is running, or done and not {@linkplain #settle settled} yet. */
    boolean isBusy() {
        return underWay != null;
    }

    /** Call only while it is not {@linkplain #isBusy busy}. */
    void start(Callable<Runnable> work) {
        if (underWay != null) {
            throw new IllegalStateException("a transaction is under way");
        }
        FutureTask<Runnable> task = new FutureTask<>(work) {
            @Override
            protected void done() {
                done.run();
            }
        };
        underWay = task;
        executor.execute(task);
    }

    /** Settles the work if it ends in time; returns whether none is left. */
    boolean settle(Duration patience) {
        Future<Runnable> work = underWay;
        if (work == null) {
            return true;
        }
        if (patience.isZero() && !work.isDone()) {
            return false;
        }
        Runnable settlement;
        try {
            settlement = work.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            underWay = null;
            throw unwrapped(e.getCause());
        }
        underWay = null;
        settlement.run();
        return true;
    }

    private static RuntimeException unwrapped(@Nullable Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException runtime ? runtime : new IllegalStateException(cause);
    }

    /** Accepts no more work; waits briefly for what is running, then abandons it. */
    @Override
    public void close() {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(END.toMillis(), TimeUnit.MILLISECONDS)) {
                executor.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

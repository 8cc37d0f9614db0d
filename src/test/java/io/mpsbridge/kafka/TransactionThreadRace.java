package io.mpsbridge.kafka;

import static io.mpsbridge.testing.Interleavings.check;

import java.time.Duration;

/**
 * Invariant T2: whatever the transaction thread has finished by when the loop looks, its result is settled once, on the
 * loop's thread, and no second piece of work begins before.
 */
public final class TransactionThreadRace implements Runnable {

    @Override
    public void run() {
        Thread loop = Thread.currentThread();
        int[] running = new int[1];
        int[] settled = new int[2];
        int[] told = new int[1];
        try (TransactionThread thread = new TransactionThread("transactions", () -> told[0]++)) {
            for (int i = 0; i < settled.length; i++) {
                int piece = i;
                thread.start(() -> {
                    running[0]++;
                    boolean isAlone = running[0] == 1;
                    running[0]--;
                    return () -> {
                        check(isAlone, "T2: two pieces of work ran at once");
                        check(Thread.currentThread() == loop, "T2: settled on another thread");
                        check(!thread.isBusy(), "T2: settled before it was over");
                        settled[piece]++;
                    };
                });
                boolean isTold = told[0] > piece;
                if (!thread.settle(Duration.ZERO)) {
                    check(!isTold, "T2: told as over before it could be settled");
                    check(thread.isBusy(), "T2: forgotten before it was settled");
                    while (!thread.settle(Duration.ofSeconds(1))) {
                        Thread.onSpinWait();
                    }
                }
                thread.settle(Duration.ZERO);
                check(settled[piece] == 1, "T2: not settled once");
            }
        }
    }
}

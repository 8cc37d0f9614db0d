package io.mpsbridge.limit;

import static io.mpsbridge.testing.Interleavings.check;

import io.mpsbridge.testing.Interleavings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Invariant Q1: requests leave as permits allow, a server counts each at some moment between its sending and its
 * answer, and time passes: the counts of one permit are a window apart.
 */
public final class PermitRace implements Runnable {

    private static final long STEP = 1;
    private static final long WINDOW = 2 * STEP;
    private static final int STEPS = 6;

    @Override
    public void run() {
        AtomicLong now = new AtomicLong();
        Quota quota = new Quota(new Permits(1, Duration.ofNanos(WINDOW)), () -> 0);
        quota.share(1, -WINDOW);
        quota.leaseUntil(Long.MAX_VALUE, Long.MAX_VALUE);
        AtomicInteger sent = new AtomicInteger();
        AtomicInteger answered = new AtomicInteger();
        List<Long> counted = new ArrayList<>();
        Interleavings.together(
                () -> {
                    for (int i = 0; i < STEPS; i++) {
                        now.addAndGet(STEP);
                    }
                },
                () -> {
                    for (int i = 0; i < STEPS; i++) {
                        if (answered.get() < sent.get()) {
                            counted.add(now.get());
                            answered.incrementAndGet();
                        }
                    }
                },
                () -> {
                    int taken = 0;
                    int back = 0;
                    for (int i = 0; i < 2 * STEPS; i++) {
                        long at = now.get();
                        if (quota.waitNanos(at) == 0) {
                            quota.take(at);
                            taken++;
                            sent.incrementAndGet();
                        }
                        if (back < answered.get()) {
                            quota.giveBack(now.get());
                            back++;
                        }
                    }
                    check(taken - back <= 1, "Q1: more requests are open than there are permits");
                });
        for (int i = 1; i < counted.size(); i++) {
            check(counted.get(i) - counted.get(i - 1) >= WINDOW, "Q1: a window holds more than the limit");
        }
    }
}

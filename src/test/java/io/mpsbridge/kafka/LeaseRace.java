package io.mpsbridge.kafka;

import static io.mpsbridge.testing.Interleavings.check;

import io.mpsbridge.limit.Permits;
import io.mpsbridge.limit.Quota;
import io.mpsbridge.testing.Interleavings;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Invariants Q4 and Q5: three heartbeats are answered, the last one by a former coordinator, the loop looks, a
 * connection writes, and time passes, a second at a time. A request may take a second from the check to the server;
 * none arrives once the broker may have given the partitions away.
 */
public final class LeaseRace implements Runnable {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final long SESSION = 5 * SECOND;

    @Override
    public void run() {
        AtomicLong now = new AtomicLong();
        AtomicInteger answers = new AtomicInteger();
        Quota quota = new Quota(new Permits(1, Duration.ofSeconds(1)), () -> millis(now.get()));
        quota.share(1, -SECOND);
        Lease lease = new Lease(
                name -> name.equals("heartbeat-total") ? answers.get() : 0,
                Duration.ofNanos(SESSION),
                now::get,
                () -> Instant.EPOCH.plusNanos(now.get()));
        answer(now, answers, lease, quota);
        // The broker sees the second heartbeat at this moment, and none after it: the third is refused elsewhere.
        long takeover = now.get() + SESSION;
        answer(now, answers, lease, quota);
        answer(now, answers, lease, quota);
        look(lease, quota);
        Interleavings.together(
                () -> {
                    for (int i = 0; i < 6; i++) {
                        now.addAndGet(SECOND);
                    }
                },
                () -> {
                    for (int i = 0; i < 6; i++) {
                        look(lease, quota);
                    }
                },
                () -> {
                    for (int i = 0; i < 4; i++) {
                        long checked = now.get();
                        if (quota.sendCheck().test(checked)) {
                            check(
                                    checked + SECOND < takeover,
                                    "Q5: a request arrives when the partitions may be another's");
                        }
                    }
                });
    }

    private static void answer(AtomicLong now, AtomicInteger answers, Lease lease, Quota quota) {
        now.addAndGet(SECOND);
        answers.incrementAndGet();
        look(lease, quota);
    }

    private static void look(Lease lease, Quota quota) {
        long end = lease.look();
        quota.leaseUntil(end, lease.wallEndMillis());
    }

    private static long millis(long nanos) {
        return Duration.ofNanos(nanos).toMillis();
    }
}

package io.mpsbridge.limit;

import static io.mpsbridge.testing.Interleavings.check;

import io.mpsbridge.testing.Interleavings;
import java.time.Duration;
import java.util.function.LongPredicate;

/**
 * Invariant Q4: a connection's thread writes a request or not, while the owner of the quota sets its lease and share
 * again. Time stands at {@value #NOW}.
 */
public final class QuotaRace implements Runnable {

    private static final long NOW = 1_000;

    @Override
    public void run() {
        Quota quota = new Quota(new Permits(2, Duration.ofNanos(1)), () -> NOW);
        quota.share(2, 0);
        quota.leaseUntil(NOW + 1, NOW + 1);
        quota.take(NOW);
        LongPredicate sendCheck = quota.sendCheck();
        boolean[] isOver = new boolean[1];
        Interleavings.together(
                () -> {
                    // Ended by the wall clock first, then by the monotonic one: at no moment does it run again.
                    quota.leaseUntil(NOW + 1, NOW);
                    isOver[0] = true;
                    quota.leaseUntil(NOW, NOW + 1);
                },
                () -> {
                    boolean wasOver = isOver[0];
                    boolean written = sendCheck.test(NOW);
                    check(!(wasOver && written), "Q4: written after the end of the lease");
                });
        quota.leaseUntil(NOW + 1, NOW + 1);
        boolean[] isSet = new boolean[1];
        LongPredicate second = quota.sendCheck();
        Interleavings.together(
                () -> {
                    quota.share(0, NOW);
                    isSet[0] = true;
                    quota.share(2, NOW);
                },
                () -> {
                    boolean wasSet = isSet[0];
                    boolean written = second.test(NOW);
                    check(!(wasSet && written), "Q4: written after the share was set again");
                });
    }
}

package io.mpsbridge.limit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of the quota.
 *
 * @param permits this replica's share: requests per second
 * @param of the whole group's
 * @param held why nothing may leave, or null
 * @param leaseUntil nothing leaves after it unless the broker answers another heartbeat; null before the first answer
 * @param guardMillis how much longer permits rest because the account was over its limit; usually 0
 */
public record QuotaStatus(
        int permits,
        int of,
        Quota.@Nullable Held held,
        @Nullable Instant leaseUntil,
        long guardMillis) {}

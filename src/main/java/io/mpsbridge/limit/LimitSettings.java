package io.mpsbridge.limit;

import io.mpsbridge.input.InvalidSettingException;

/**
 * The account's quota: the key {@code mps.rate-limit}.
 *
 * @param permitsPerSecond requests in any second, for the whole group
 */
public record LimitSettings(int permitsPerSecond) {
    public LimitSettings {
        if (permitsPerSecond < 1 || permitsPerSecond > 100_000) {
            throw new InvalidSettingException("mps.rate-limit", permitsPerSecond, "must be from 1 to 100000");
        }
    }
}

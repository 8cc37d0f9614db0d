package io.mpsbridge.limit;

import io.mpsbridge.input.InvalidSettingException;

/**
 * The quota of a kind of task of an account.
 *
 * @param key what it was read from, such as {@code mps.rate-limit}
 * @param permitsPerSecond requests in any second, for the whole group
 */
public record LimitSettings(String key, int permitsPerSecond) {
    public LimitSettings {
        if (permitsPerSecond < 1 || permitsPerSecond > 100_000) {
            throw new InvalidSettingException(key, permitsPerSecond, "must be from 1 to 100000");
        }
    }
}

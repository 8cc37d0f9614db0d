package io.mpsbridge.config;

import io.mpsbridge.limit.LimitSettings;
import io.mpsbridge.mps.MpsSettings;
import io.mpsbridge.task.TaskKind;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An account of MPS.
 *
 * @param name null for the default account
 * @param limits the quota of each kind
 */
public record AccountSettings(@Nullable String name, MpsSettings mps, Map<TaskKind, LimitSettings> limits) {
    public AccountSettings {
        limits = Map.copyOf(limits);
    }

    /** The quota of a kind. */
    public LimitSettings limit(TaskKind kind) {
        LimitSettings limit = limits.get(kind);
        if (limit == null) {
            throw new IllegalArgumentException("no limit for " + kind);
        }
        return limit;
    }
}

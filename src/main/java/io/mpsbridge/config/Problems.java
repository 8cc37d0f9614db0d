package io.mpsbridge.config;

import io.mpsbridge.input.ForeignText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects mistakes, one per key: the first causes those that follow. */
final class Problems {
    private final Map<String, Problem> byKey = new LinkedHashMap<>();

    /** Whether this is the key's first. */
    boolean add(String key, @Nullable String value, String message, @Nullable String suggestion) {
        return byKey.putIfAbsent(key, new Problem(key, value, ForeignText.clean(message), suggestion)) == null;
    }

    boolean has(String key) {
        return byKey.containsKey(key);
    }

    List<Problem> all() {
        return new ArrayList<>(byKey.values());
    }

    void throwIfAny() {
        if (!byKey.isEmpty()) {
            throw new ConfigurationException(all());
        }
    }
}

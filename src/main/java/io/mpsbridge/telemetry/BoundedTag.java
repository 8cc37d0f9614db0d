package io.mpsbridge.telemetry;

import java.util.HashSet;
import java.util.Set;

/** Values from outside as values of a tag: the first so many as they are, all further ones as {@code other}. Thread-safe. */
final class BoundedTag {
    private static final String OTHER = "other";

    private final int capacity;
    private final Set<String> known = new HashSet<>();

    BoundedTag(int capacity) {
        this.capacity = capacity;
    }

    synchronized String of(String value) {
        return known.contains(value) || (known.size() < capacity && known.add(value)) ? value : OTHER;
    }
}

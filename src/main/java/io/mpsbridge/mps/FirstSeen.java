package io.mpsbridge.mps;

import java.util.HashSet;
import java.util.Set;

/** Remembers a bounded number of values, so that each is reported once. Thread-safe. */
final class FirstSeen {

    private final int capacity;
    private final Set<String> seen = new HashSet<>();

    FirstSeen(int capacity) {
        this.capacity = capacity;
    }

    /** Whether the value is new; past the capacity none is. */
    synchronized boolean add(String value) {
        return seen.size() < capacity && seen.add(value);
    }
}

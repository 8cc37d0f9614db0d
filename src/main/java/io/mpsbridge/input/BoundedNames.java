package io.mpsbridge.input;

import java.util.HashSet;
import java.util.Set;

/** Remembers a bounded number of distinct names from outside. Thread-safe. */
public final class BoundedNames {

    private final int capacity;
    private final Set<String> names = new HashSet<>();

    public BoundedNames(int capacity) {
        this.capacity = capacity;
    }

    /** Whether the name was new and there was room for it. */
    public synchronized boolean add(String name) {
        return names.size() < capacity && names.add(name);
    }

    /** Whether the name is remembered; adds it while there is room. */
    public synchronized boolean admits(String name) {
        return add(name) || names.contains(name);
    }
}

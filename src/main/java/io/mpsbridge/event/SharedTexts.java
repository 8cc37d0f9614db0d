package io.mpsbridge.event;

import org.jspecify.annotations.Nullable;

/**
 * Interns equal texts, so that tasks in flight share them. Holds a fixed number; a text may evict another in the same
 * slot, which only costs memory for a copy. Thread-safe: so does a lost update.
 */
final class SharedTexts {
    private static final int PLACES = 256;

    private final @Nullable String[] places = new @Nullable String[PLACES];

    /** The text, or an equal one from before. */
    String share(String text) {
        int place = Math.floorMod(text.hashCode(), PLACES);
        String known = places[place];
        if (text.equals(known)) {
            return known;
        }
        places[place] = text;
        return text;
    }
}

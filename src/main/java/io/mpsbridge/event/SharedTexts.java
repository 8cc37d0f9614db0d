package io.mpsbridge.event;

import org.jspecify.annotations.Nullable;

/**
 * Makes equal texts one object, so that tasks in flight share the same few. Remembers a fixed number; a text may be
 * replaced by another with the same place, which only costs memory for a copy. Thread-safe: a lost update does no more.
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

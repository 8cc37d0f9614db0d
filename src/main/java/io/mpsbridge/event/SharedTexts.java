package io.mpsbridge.event;

import org.jspecify.annotations.Nullable;

/**
 * Makes equal texts one object, so that tasks in flight do not each hold their own copy of the same few. Remembers a
 * fixed number; a text whose place is wanted by another loses it, which costs memory for a copy and nothing else.
 * Thread-safe: a lost update is such a loss.
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

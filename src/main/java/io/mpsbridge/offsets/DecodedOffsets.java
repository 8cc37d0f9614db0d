package io.mpsbridge.offsets;

/** What the metadata of a committed offset turned out to be. */
public sealed interface DecodedOffsets {

    /** A map of ours that belongs to the committed offset. */
    record Mapped(OffsetMap map) implements DecodedOffsets {}

    /** Nothing was written beside the offset: a tool moved it, or the group is new. */
    record Empty() implements DecodedOffsets {}

    /** Somebody else's text: no map either. */
    record Foreign() implements DecodedOffsets {}

    /**
     * Our mark, but not to be trusted: what lies above the committed offset may be done already, and nobody can say
     * what, so that neither skipping nor asking again is safe.
     *
     * @param detail says what was found, in one line without the metadata itself
     */
    record Unreadable(Problem problem, String detail) implements DecodedOffsets {}

    /** Why metadata is unreadable. */
    enum Problem {
        /** Not base64, cut, of impossible shape, or of another checksum. */
        BROKEN,
        /** Written by a release that came after this one. */
        UNKNOWN_VERSION,
        /** Written for another committed offset. */
        OTHER_OFFSET,
        /** Written for a topic of this name that was deleted since. */
        OTHER_TOPIC,
        /** Speaks of records that the partition does not have: it was cut off, or made anew. */
        BEYOND_LOG_END
    }
}

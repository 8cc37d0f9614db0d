package io.mpsbridge.offsets;

/** What the metadata of a committed offset contains. */
public sealed interface DecodedOffsets {

    /** A map of ours that belongs to the committed offset. */
    record Mapped(OffsetMap map) implements DecodedOffsets {}

    /** Nothing was written beside the offset: a tool moved it, or the group is new. */
    record Empty() implements DecodedOffsets {}

    /** Another tool's text: no map either. */
    record Foreign() implements DecodedOffsets {}

    /**
     * Our mark, but not to be trusted: records above the committed offset may be done, and nobody knows which, so
     * neither skipping nor repeating them is safe.
     *
     * @param detail the finding, in one line without the metadata itself
     */
    record Unreadable(Problem problem, String detail) implements DecodedOffsets {}

    /** Why metadata is unreadable. */
    enum Problem {
        /** Not base64, truncated, malformed, or with a wrong checksum. */
        BROKEN,
        /** Written by a later release. */
        UNKNOWN_VERSION,
        /** Written for another committed offset. */
        OTHER_OFFSET,
        /** Written for a deleted topic of the same name. */
        OTHER_TOPIC,
        /** Covers records that the partition does not have: it was truncated or recreated. */
        BEYOND_LOG_END
    }
}

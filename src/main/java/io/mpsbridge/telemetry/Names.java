package io.mpsbridge.telemetry;

/** What our own meters have in common. */
final class Names {
    static final String PREFIX = "mpsbridge.";

    /** The value of a tag that has none. */
    static final String NONE = "none";

    private Names() {}
}

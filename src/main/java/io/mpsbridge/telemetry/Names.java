package io.mpsbridge.telemetry;

/** Names shared by the bridge's own meters. */
final class Names {
    static final String PREFIX = "mpsbridge.";

    /** The value of a tag that does not apply. */
    static final String NONE = "none";

    private Names() {}
}

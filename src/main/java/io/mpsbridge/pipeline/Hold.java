package io.mpsbridge.pipeline;

import java.time.Instant;

/**
 * Why only single probes leave.
 *
 * @param code the vendor's error code, or one of ours
 * @param message for people
 * @param since when it began
 */
public record Hold(Kind kind, String code, String message, Instant since) {

    /** Whose fault it is. */
    public enum Kind {
        /** Ours: credentials, clock, permissions, billing, configuration. */
        SUSPENDED,
        /** The service's or the network's. */
        OUTAGE,
        /** MPS's clock and ours are more than a minute apart. */
        CLOCK
    }
}

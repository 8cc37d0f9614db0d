package io.mpsbridge.pipeline;

import java.time.Instant;

/**
 * Why no task is asked about but for single probes.
 *
 * @param code the vendor's error code, or one of ours
 * @param message for people
 * @param since when it began
 */
public record Hold(Kind kind, String code, String message, Instant since) {

    /** Whose problem it is. */
    public enum Kind {
        /** Ours: credentials, clock, rights, bill, configuration. */
        SUSPENDED,
        /** The service's, or the way's to it. */
        OUTAGE,
        /** MPS's clock and ours are more than a minute apart. */
        CLOCK
    }
}

package io.mpsbridge.check;

/**
 * One thing that was checked.
 *
 * @param detail what was found, and what mends it if it is wrong
 */
public record Finding(Severity severity, String what, String detail) {

    /** How bad it is. */
    public enum Severity {
        /** As it should be. */
        OK,
        /** The bridge works, and somebody should look at it all the same. */
        WARNING,
        /** The bridge cannot work. */
        FAILED
    }

    static Finding good(String what, String detail) {
        return new Finding(Severity.OK, what, detail);
    }

    static Finding warning(String what, String detail) {
        return new Finding(Severity.WARNING, what, detail);
    }

    static Finding bad(String what, String detail) {
        return new Finding(Severity.FAILED, what, detail);
    }
}

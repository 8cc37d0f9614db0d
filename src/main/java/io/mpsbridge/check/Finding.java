package io.mpsbridge.check;

/**
 * The result of one check.
 *
 * @param detail what was found, and how to fix it
 */
public record Finding(Severity severity, String what, String detail) {

    /** From harmless to fatal. */
    public enum Severity {
        OK,
        /** The bridge works, but somebody should look. */
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

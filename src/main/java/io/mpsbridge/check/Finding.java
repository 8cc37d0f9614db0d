package io.mpsbridge.check;

import org.jspecify.annotations.Nullable;

/**
 * The result of one check.
 *
 * @param what the thing that was looked at
 * @param message what was found there, to follow its name
 * @param fix the shell command that fixes it, ready to be pasted; null if none is needed, or no single one does it
 */
public record Finding(
        Severity severity,
        String what,
        String message,
        @Nullable String fix) {

    /** From harmless to fatal. */
    public enum Severity {
        OK,
        /** Nothing is wrong, but this could not be found out, or is worth knowing. */
        NOTE,
        /** The bridge works, but somebody should look. */
        WARNING,
        /** The bridge cannot work. */
        FAILED
    }

    static Finding good(String what, String message) {
        return new Finding(Severity.OK, what, message, null);
    }

    static Finding note(String what, String message) {
        return new Finding(Severity.NOTE, what, message, null);
    }

    static Finding warning(String what, String message) {
        return new Finding(Severity.WARNING, what, message, null);
    }

    static Finding bad(String what, String message) {
        return new Finding(Severity.FAILED, what, message, null);
    }

    /** The same, fixed by this command. */
    Finding fixedBy(String command) {
        return new Finding(severity, what, message, command);
    }

    /** The same, but not fatal. */
    Finding asWarning() {
        return severity == Severity.FAILED ? new Finding(Severity.WARNING, what, message, fix) : this;
    }

    boolean isBad() {
        return severity == Severity.FAILED;
    }

    /** All of it in one line. */
    String sentence() {
        return what + ": " + message + (fix == null ? "" : ". Run: " + fix);
    }
}

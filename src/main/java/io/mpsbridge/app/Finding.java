package io.mpsbridge.app;

/**
 * One thing that was checked.
 *
 * @param detail what was found, and what mends it if it is wrong
 */
public record Finding(boolean ok, String what, String detail) {

    static Finding good(String what, String detail) {
        return new Finding(true, what, detail);
    }

    static Finding bad(String what, String detail) {
        return new Finding(false, what, detail);
    }
}

package io.mpsbridge.config;

import io.mpsbridge.input.ForeignText;
import java.util.regex.Pattern;

/** Hides secrets and makes values fit to be shown. */
final class Masking {
    static final String HIDDEN = "****";

    private static final int LONGEST_SHOWN = 200;
    /** All before the last {@code @} except a scheme; up to the first, half of a password with an @ would be shown. */
    private static final Pattern USER_INFO = Pattern.compile("^([A-Za-z][A-Za-z0-9+.-]*://)?.*@", Pattern.DOTALL);

    private Masking() {}

    static String shown(String value, boolean secret) {
        if (secret) {
            return HIDDEN;
        }
        return printable(USER_INFO.matcher(value).replaceFirst("$1" + HIDDEN + "@"));
    }

    /** On one line, and cut to a length that can be read. */
    static String printable(String text) {
        return ForeignText.shorten(text, LONGEST_SHOWN);
    }
}

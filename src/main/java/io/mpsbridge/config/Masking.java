package io.mpsbridge.config;

import java.util.regex.Pattern;

/** Makes values fit to be shown. */
final class Masking {
    static final String HIDDEN = "****";

    private static final int LONGEST_SHOWN = 200;
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
    /** Everything before the last {@code @} but a scheme: cutting at the first would show half of a password with an @. */
    private static final Pattern USER_INFO = Pattern.compile("^([A-Za-z][A-Za-z0-9+.-]*://)?.*@", Pattern.DOTALL);

    private Masking() {}

    static String shown(String value, boolean secret) {
        if (secret) {
            return HIDDEN;
        }
        return printable(USER_INFO.matcher(value).replaceFirst("$1" + HIDDEN + "@"));
    }

    /** Without what would move a terminal's cursor. */
    static String clean(String text) {
        return CONTROL.matcher(text).replaceAll("?");
    }

    /** Clean, and cut to a length that can be read. */
    static String printable(String text) {
        String clean = clean(text);
        return clean.length() <= LONGEST_SHOWN ? clean : clean.substring(0, LONGEST_SHOWN) + "...";
    }
}

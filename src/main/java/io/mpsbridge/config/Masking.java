package io.mpsbridge.config;

import io.mpsbridge.input.ForeignText;
import java.util.regex.Pattern;

/** Masks secrets and makes values printable. */
final class Masking {
    static final String HIDDEN = "****";

    private static final int LONGEST_SHOWN = 200;
    /**
     * Everything before the last {@code @} except a scheme; stopping at the first would show half of a password with
     * an @.
     */
    private static final Pattern USER_INFO = Pattern.compile("^([A-Za-z][A-Za-z0-9+.-]*://)?.*@", Pattern.DOTALL);

    /** Everything from a URL's query on, which may be a signature or a token. */
    private static final Pattern QUERY = Pattern.compile("(://[^?]*\\?).+", Pattern.DOTALL);

    private Masking() {}

    static String shown(String value, boolean secret) {
        if (secret) {
            return HIDDEN;
        }
        String withoutUser = USER_INFO.matcher(value).replaceFirst("$1" + HIDDEN + "@");
        return printable(QUERY.matcher(withoutUser).replaceFirst("$1" + HIDDEN));
    }

    /** On one line, truncated to a readable length. */
    static String printable(String text) {
        return ForeignText.shorten(text, LONGEST_SHOWN);
    }
}

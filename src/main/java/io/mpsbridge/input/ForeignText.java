package io.mpsbridge.input;

/**
 * Makes text from outside safe to log, publish and show on a terminal: one line, with U+FFFD for control and format
 * characters, line separators and lone surrogates. Lengths count {@code char}s; no cut splits a surrogate pair.
 */
public final class ForeignText {

    private static final int REPLACEMENT = 0xFFFD;
    private static final String CUT = "…";
    private static final int MAX_FAILURE_CHARS = 500;

    private ForeignText() {}

    /** The whole text. */
    public static String clean(String text) {
        return clean(text, Integer.MAX_VALUE);
    }

    /** The first {@code maxChars} of the text. */
    public static String clean(String text, int maxChars) {
        StringBuilder clean = new StringBuilder(Math.min(text.length(), maxChars));
        for (int i = 0; i < text.length(); ) {
            int character = text.codePointAt(i);
            int fit = isShapeless(character) ? REPLACEMENT : character;
            if (clean.length() + Character.charCount(fit) > maxChars) {
                break;
            }
            clean.appendCodePoint(fit);
            i += Character.charCount(character);
        }
        return clean.toString();
    }

    /** At most {@code maxChars}, ending with an ellipsis if cut. */
    public static String shorten(String text, int maxChars) {
        return text.length() <= maxChars ? clean(text, maxChars) : clean(text, maxChars - CUT.length()) + CUT;
    }

    /** Type and message of the failure, in at most 500 characters. */
    public static String of(Throwable failure) {
        return shorten(failure.toString(), MAX_FAILURE_CHARS);
    }

    private static boolean isShapeless(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> true;
            default -> false;
        };
    }
}

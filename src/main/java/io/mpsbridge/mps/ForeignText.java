package io.mpsbridge.mps;

/** Text from outside, made fit to be logged and published. */
final class ForeignText {

    private static final int REPLACEMENT = 0xFFFD;

    private ForeignText() {}

    /** At most {@code maxChars} characters; what has no shape of its own on a line is replaced by U+FFFD. */
    static String clean(String text, int maxChars) {
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

    /** Control and direction characters, line separators, halves of a surrogate pair. */
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

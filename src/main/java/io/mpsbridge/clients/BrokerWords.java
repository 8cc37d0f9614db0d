package io.mpsbridge.clients;

/** What a broker or a client said, as it may stand in a status and in a log line: bounded, on one line. */
public final class BrokerWords {

    private static final int MAX_CHARS = 500;

    private BrokerWords() {}

    /** Kind and message of the failure. */
    public static String of(Throwable failure) {
        return printable(failure.toString());
    }

    private static String printable(String text) {
        String cut = text.length() <= MAX_CHARS ? text : text.substring(0, MAX_CHARS - 1) + "…";
        StringBuilder printable = new StringBuilder(cut.length());
        cut.codePoints().map(BrokerWords::visible).forEach(printable::appendCodePoint);
        return printable.toString();
    }

    private static int visible(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> '?';
            default -> point;
        };
    }
}

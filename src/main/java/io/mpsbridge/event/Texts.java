package io.mpsbridge.event;

import io.mpsbridge.input.ForeignText;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Reads and checks untrusted text. */
final class Texts {
    /** CloudEvents gives no limit; these values are carried on in headers of every terminal event. */
    static final int MAX_ATTRIBUTE_CHARS = 1024;

    private static final char BYTE_ORDER_MARK = '\uFEFF';
    private static final int SHOWN_CHARS = 40;

    private Texts() {}

    /** The text of a JSON document in UTF-8; some editors and shells put a byte order mark before it. */
    static String document(byte[] bytes, String what) throws RejectedException {
        String text = utf8(bytes, what);
        return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
    }

    /** The text of UTF-8 bytes. */
    static String utf8(byte[] bytes, String what) throws RejectedException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new RejectedException(
                    RejectionCode.NOT_UTF8, what + " is not valid UTF-8; send UTF-8 (" + e.getMessage() + ")");
        }
    }

    /**
     * The value, if it may be an attribute's: 1 to 1,024 characters, none of them a control or half a surrogate pair.
     */
    static String attribute(String name, String value) throws RejectedException {
        if (value.isEmpty() || value.length() > MAX_ATTRIBUTE_CHARS) {
            throw new RejectedException(
                    RejectionCode.INVALID_EVENT,
                    "the attribute '" + name + "' must have 1 to " + MAX_ATTRIBUTE_CHARS + " characters, has "
                            + value.length());
        }
        if (!isPlain(value)) {
            throw new RejectedException(
                    RejectionCode.INVALID_EVENT,
                    "the attribute '" + name + "' has a control character or half a surrogate pair; remove it: "
                            + shown(value));
        }
        return value;
    }

    /** No control characters and no surrogate without its other half. */
    static boolean isPlain(String text) {
        return text.codePoints()
                .allMatch(point -> !Character.isISOControl(point) && Character.getType(point) != Character.SURROGATE);
    }

    /**
     * Every code point visible: neither white space of any kind, nor a control, format, or unassigned character, nor
     * half a surrogate pair. Assigned means by the Unicode of the running Java.
     */
    static boolean isVisible(String text) {
        return text.codePoints().allMatch(Texts::isVisible);
    }

    private static boolean isVisible(int point) {
        if (Character.isWhitespace(point) || Character.isSpaceChar(point)) {
            return false;
        }
        return switch (Character.getType(point)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.UNASSIGNED -> false;
            default -> true;
        };
    }

    /** The text for a message: short, on one line, in quotes. */
    static String shown(String text) {
        return "\"" + ForeignText.shorten(text, SHOWN_CHARS) + "\"";
    }
}

package io.mpsbridge.event;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A dead letter that the bridge wrote, read back.
 *
 * @param partition where the letter itself stands, with {@code offset}
 * @param at when it was put aside
 * @param code what is wrong, for machines
 * @param message what is wrong and what to fix
 * @param whole whether {@code original} is the created record to the byte; else something was cut off, or the letter
 *     holds a terminal event that did not fit its topic, or what was kept of a task
 * @param original the record that was put aside, where it stood; its timestamp is the letter's
 */
public record DeadLetter(
        int partition, long offset, Instant at, String code, String message, boolean whole, InboundRecord original) {

    private static final Set<String> NOTES =
            Set.of(Excerpt.TRUNCATED, Excerpt.DROPPED_KEY, Excerpt.DROPPED_HEADERS, DeadLetters.CONTENT);

    /** What a letter's code can be. */
    public static List<String> codes() {
        return Arrays.stream(RejectionCode.values()).map(RejectionCode::code).toList();
    }

    /** The message of a letter that is about to be written; empty if it has none. */
    public static String message(OutboundRecord letter) {
        return text(new HeaderTexts(letter.headers()), DeadLetters.MESSAGE);
    }

    /** The record's letter, or empty if the bridge did not write it. */
    public static Optional<DeadLetter> read(InboundRecord record) {
        int ownFrom = lastIndexOf(record.headers(), DeadLetters.TOPIC);
        if (ownFrom < 0) {
            return Optional.empty();
        }
        int contentTo = ownFrom;
        while (contentTo > 0
                && NOTES.contains(record.headers().get(contentTo - 1).name())) {
            contentTo--;
        }
        HeaderTexts own = new HeaderTexts(
                record.headers().subList(ownFrom, record.headers().size()));
        Optional<Integer> partition = number(own, DeadLetters.PARTITION).map(Long::intValue);
        Optional<Long> offset = number(own, DeadLetters.OFFSET);
        if (partition.isEmpty() || offset.isEmpty()) {
            return Optional.empty();
        }
        String code = text(own, DeadLetters.ERROR_CODE);
        InboundRecord original = new InboundRecord(
                text(own, DeadLetters.TOPIC),
                partition.get(),
                offset.get(),
                record.timestamp(),
                record.key(),
                record.value(),
                List.copyOf(record.headers().subList(0, contentTo)));
        // In earlier releases the code alone says that a letter holds a terminal event.
        boolean whole = contentTo == ownFrom && !code.equals(RejectionCode.OUTCOME_TOO_LARGE.code());
        return Optional.of(new DeadLetter(
                record.partition(),
                record.offset(),
                record.timestamp(),
                code,
                text(own, DeadLetters.MESSAGE),
                whole,
                original));
    }

    private static int lastIndexOf(List<RecordHeader> headers, String name) {
        int index = headers.size() - 1;
        while (index >= 0 && !headers.get(index).name().equals(name)) {
            index--;
        }
        return index;
    }

    private static String text(HeaderTexts headers, String name) {
        String text = headers.lenient(name);
        return text == null ? "" : text;
    }

    private static Optional<Long> number(HeaderTexts headers, String name) {
        String text = text(headers, name);
        return text.matches("[0-9]{1,18}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }
}

package io.mpsbridge.replay;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A range of offsets in a partition.
 *
 * @param last the highest offset, inclusive
 */
public record OffsetRange(int partition, long first, long last) {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,9})(?::(\\d{1,18})(?:-(\\d{1,18}))?)?");

    public OffsetRange {
        if (first < 0 || last < first) {
            throw new IllegalArgumentException(
                    "the offsets of partition " + partition + " must ascend, are " + first + "-" + last);
        }
    }

    /**
     * Reads {@code 3} (a whole partition), {@code 3:17} (one record) or {@code 3:17-40}.
     *
     * @throws IllegalArgumentException if the text is none of these
     */
    public static OffsetRange parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "must be a partition with offsets, such as 3, 3:17 or 3:17-40, is '" + text + "'");
        }
        int partition = Integer.parseInt(matcher.group(1));
        if (matcher.group(2) == null) {
            return new OffsetRange(partition, 0, Long.MAX_VALUE);
        }
        long first = Long.parseLong(matcher.group(2));
        long last = matcher.group(3) == null ? first : Long.parseLong(matcher.group(3));
        return new OffsetRange(partition, first, last);
    }

    boolean isSingle() {
        return first == last;
    }

    @Override
    public String toString() {
        return partition + ":" + first + (isSingle() ? "" : "-" + last);
    }
}

package io.mpsbridge.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The offsets of a partition from which a replay has sent an event, as ascending ranges. A range also covers offsets
 * without an event to send, such as transaction markers. Immutable.
 *
 * @param coarse whether the first range also covers events that were not sent, because all ranges would not have fitted
 *     a commit's metadata: none is sent twice, but those can be sent by another name only
 */
record SentOffsets(boolean coarse, List<Range> ranges) {
    static final SentOffsets NONE = new SentOffsets(false, List.of());

    /** A quarter of what brokers take with an offset by default. */
    private static final int LONGEST_TEXT = 1_000;

    private static final int RADIX = 36;
    private static final String COARSE = "~";

    SentOffsets {
        ranges = List.copyOf(ranges);
    }

    /** Both ends are inclusive. */
    record Range(long first, long last) {
        boolean has(long offset) {
            return first <= offset && offset <= last;
        }
    }

    boolean has(long offset) {
        return ranges.stream().anyMatch(range -> range.has(offset));
    }

    /** Whether the event at this offset was sent for certain. */
    boolean hasExactly(long offset) {
        return has(offset) && !(coarse && ranges.get(0).has(offset));
    }

    /** @param passed the last offset below that was read and not sent; a range does not cross it */
    SentOffsets plus(long offset, long passed) {
        List<Range> extended = new ArrayList<>();
        Range added = new Range(offset, offset);
        for (Range range : ranges) {
            boolean below = range.last < offset && (range.last > passed || range.last + 1 == offset);
            if (below || range.first == added.last + 1) {
                added = new Range(Math.min(range.first, added.first), Math.max(range.last, added.last));
            } else if (range.last < added.first) {
                extended.add(range);
            }
        }
        extended.add(added);
        long last = added.last;
        ranges.stream().filter(range -> range.first > last).forEach(extended::add);
        return new SentOffsets(coarse, extended);
    }

    /** The ranges as text of bounded length, relative to the start of the window. */
    String text(long start) {
        SentOffsets fitting = this;
        String text = fitting.whole(start);
        while (text.length() > LONGEST_TEXT) {
            fitting = fitting.coarser();
            text = fitting.whole(start);
        }
        return text;
    }

    private String whole(long start) {
        StringBuilder text = new StringBuilder(coarse ? COARSE : "");
        long from = start;
        for (Range range : ranges) {
            text.append(from == start ? "" : ",").append(Long.toString(range.first - from, RADIX));
            if (range.last > range.first) {
                text.append('-').append(Long.toString(range.last - range.first, RADIX));
            }
            from = range.last + 1;
        }
        return text.toString();
    }

    private SentOffsets coarser() {
        List<Range> fewer = new ArrayList<>(ranges);
        // A tenth at once, so that this does not go on range by range.
        int merged = Math.max(2, fewer.size() / 10);
        Range first = new Range(fewer.get(0).first, fewer.get(merged - 1).last);
        fewer.subList(0, merged).clear();
        fewer.add(0, first);
        return new SentOffsets(true, fewer);
    }

    /** Reads {@link #text}. */
    static SentOffsets parse(String text, long start) {
        boolean coarse = text.startsWith(COARSE);
        List<Range> ranges = new ArrayList<>();
        long from = start;
        for (String each : (coarse ? text.substring(1) : text).split(",", -1)) {
            if (each.isEmpty()) {
                continue;
            }
            int dash = each.indexOf('-');
            long first = from + Long.parseLong(dash < 0 ? each : each.substring(0, dash), RADIX);
            long last = dash < 0 ? first : first + Long.parseLong(each.substring(dash + 1), RADIX);
            ranges.add(new Range(first, last));
            from = last + 1;
        }
        return new SentOffsets(coarse, ranges);
    }

    /** Everything below an offset, as checkpoints without ranges meant it. */
    static SentOffsets below(long start, long next) {
        return next > start ? new SentOffsets(true, List.of(new Range(start, next - 1))) : NONE;
    }

    /** For messages: the first few ranges. */
    String shown(int partition) {
        String shown = ranges.stream()
                .limit(3)
                .map(range -> new OffsetRange(partition, range.first, range.last).toString())
                .collect(Collectors.joining(", "));
        return ranges.size() > 3 ? shown + ", …" : shown;
    }
}

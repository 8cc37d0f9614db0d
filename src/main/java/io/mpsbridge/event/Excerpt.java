package io.mpsbridge.event;

import io.mpsbridge.event.DeadLetters.Content;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The part of a record that fits into a dead letter; {@link EventEncoder} gives the order in which the rest is dropped.
 */
final class Excerpt {
    static final String TRUNCATED = "mps-bridge-truncated";
    static final String DROPPED_HEADERS = "mps-bridge-dropped-headers";
    static final String DROPPED_KEY = "mps-bridge-dropped-key";

    /** All three notes, and the lengths of headers and value, at their largest. */
    private static final long RESERVED_BYTES = RecordBytes.of(note(TRUNCATED, Integer.MAX_VALUE))
            + RecordBytes.of(note(DROPPED_HEADERS, Integer.MAX_VALUE))
            + RecordBytes.of(note(DROPPED_KEY, Integer.MAX_VALUE))
            + 2 * Integer.BYTES;

    private Excerpt() {}

    /** The part of {@code content} that fits beside {@code own}, with notes about what was dropped. */
    static Content of(Content content, List<RecordHeader> own, int maxBytes) {
        List<RecordHeader> notes = new ArrayList<>();
        long room = maxBytes - RecordBytes.ofBatch(null, null, own) - RESERVED_BYTES;
        byte[] key = content.key();
        if (key != null && RecordBytes.of(key) > room) {
            notes.add(note(DROPPED_KEY, key.length));
            key = null;
        }
        room -= RecordBytes.of(key);
        List<RecordHeader> headers = smallest(content.headers(), room);
        if (headers.size() < content.headers().size()) {
            notes.add(note(DROPPED_HEADERS, content.headers().size() - headers.size()));
        }
        room -= headers.stream().mapToLong(RecordBytes::of).sum();
        byte[] value = content.value();
        if (value != null && value.length > room) {
            notes.add(note(TRUNCATED, value.length));
            value = Arrays.copyOf(value, (int) Math.max(0, room));
        }
        headers.addAll(notes);
        return new Content(key, value, headers);
    }

    /** As many headers as fit, smallest first, in their original order. */
    private static List<RecordHeader> smallest(List<RecordHeader> headers, long room) {
        List<Integer> bySize = IntStream.range(0, headers.size())
                .boxed()
                .sorted(Comparator.comparingLong(index -> RecordBytes.of(headers.get(index))))
                .toList();
        long left = room;
        int count = 0;
        while (count < bySize.size()) {
            left -= RecordBytes.of(headers.get(bySize.get(count)));
            if (left < 0) {
                break;
            }
            count++;
        }
        Set<Integer> kept = bySize.stream().limit(count).collect(Collectors.toSet());
        return IntStream.range(0, headers.size())
                .filter(kept::contains)
                .mapToObj(headers::get)
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private static RecordHeader note(String name, int number) {
        return RecordHeader.text(name, Integer.toString(number));
    }
}

package io.mpsbridge.pipeline;

import io.mpsbridge.task.Accepted;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How many events are in flight and the age of the oldest, to a second. Ages are the records', since an event's own
 * time may be wrong. Owned by the pipeline's thread; memory grows with the number of seconds that have events.
 */
final class InFlightEvents {

    private final TreeMap<Long, Integer> bySecond = new TreeMap<>();
    private int size;

    void add(Accepted event) {
        bySecond.merge(second(event), 1, Integer::sum);
        size++;
    }

    void remove(Accepted event) {
        size--;
        bySecond.computeIfPresent(second(event), (second, events) -> events == 1 ? null : events - 1);
    }

    int size() {
        return size;
    }

    /** When the oldest record was written, or null if there is none. */
    @Nullable Instant oldest() {
        Map.Entry<Long, Integer> first = bySecond.firstEntry();
        return first == null ? null : Instant.ofEpochSecond(first.getKey());
    }

    private static Long second(Accepted event) {
        Instant recordedAt = event.task().recordedAt();
        return (recordedAt == null ? event.task().createdAt() : recordedAt).getEpochSecond();
    }
}

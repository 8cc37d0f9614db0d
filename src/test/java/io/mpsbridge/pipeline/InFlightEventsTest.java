package io.mpsbridge.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpsbridge.task.Accepted;
import io.mpsbridge.task.EventContext;
import io.mpsbridge.task.Origin;
import io.mpsbridge.task.QuotaScope;
import io.mpsbridge.task.TaskCreated;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class InFlightEventsTest {

    /** Each number adds an event of that second, or takes the one at that place away again. */
    @Property
    void theOldestIsWhatALookAtAllOfThemGives(
            @ForAll @Size(max = 60) List<@IntRange(min = -30, max = 30) Integer> steps) {
        InFlightEvents ages = new InFlightEvents();
        List<Accepted> held = new ArrayList<>();
        for (int step : steps) {
            if (step >= 0) {
                Accepted event = recordedAt(Instant.ofEpochSecond(step));
                held.add(event);
                ages.add(event);
            } else if (!held.isEmpty()) {
                ages.remove(held.remove(-step % held.size()));
            }

            assertThat(ages.size()).isEqualTo(held.size());
            assertThat(ages.oldest())
                    .isEqualTo(held.stream()
                            .map(event -> event.task().recordedAt())
                            .min(Comparator.naturalOrder())
                            .orElse(null));
        }
    }

    private static Accepted recordedAt(Instant at) {
        EventContext lineage = new EventContext("topic", "topic/0/0", 0, 0, null, null, null, null, null);
        return new Accepted(
                new Origin(0, 1, 0, 10),
                new TaskCreated("a", QuotaScope.DEFAULT, null, null, null, null, at, at, lineage));
    }
}

package io.mpsbridge.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpsbridge.task.Accepted;
import io.mpsbridge.task.EventContext;
import io.mpsbridge.task.Origin;
import io.mpsbridge.task.QuotaScope;
import io.mpsbridge.task.TaskCreated;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TrackedTaskTest {

    private static final Instant SENT = Instant.parse("2026-11-23T10:00:00.123456Z");

    @Property(tries = 300)
    void whoJoinedWaitsUntilReleasedWhateverTheOrder(
            @ForAll @Size(max = 20) List<@IntRange(max = 5) Integer> releases) {
        TrackedTask watch = new TrackedTask(event(0), 0);
        Set<Long> expected = new TreeSet<>(Set.of(0L));
        List<Long> released = new ArrayList<>();
        long next = 1;
        for (int remainder : releases) {
            watch.join(event(next));
            expected.add(next++);
            watch.release(event -> event.origin().offset() % 6 == remainder)
                    .forEach(event -> released.add(event.origin().offset()));
            expected.removeAll(released);

            assertThat(watch.waiting())
                    .extracting(event -> event.origin().offset())
                    .containsExactlyElementsOf(expected);
            assertThat(watch.abandoned()).isEqualTo(expected.isEmpty());
        }
        assertThat(released).doesNotHaveDuplicates();
    }

    @Test
    void whatIsKnownOfALivingTaskIsThereOnceItWasFoundUnfinished() {
        TrackedTask watch = new TrackedTask(event(0), 0);
        assertThat(watch.lastUnfinishedAt()).isNull();
        assertThat(watch.seenAlive()).isFalse();

        watch.unfinished("RUN", SENT);

        assertThat(watch.lastUnfinishedAt()).isEqualTo(Instant.parse("2026-11-23T10:00:00.123Z"));
        assertThat(watch.seenAlive()).isTrue();
    }

    @Test
    void whatMayHaveBeenAnsweredBeforeGivesWayLikeAReplay() {
        Accepted live = event(0);

        assertThat(TrackedTask.isReplayed(live)).isFalse();
        assertThat(TrackedTask.isReplayed(new Accepted(live.origin(), live.task(), true)))
                .isTrue();
    }

    private static Accepted event(long offset) {
        EventContext lineage = new EventContext("topic", null, 0, offset, null, null, null, null, null);
        TaskCreated task = new TaskCreated("a", QuotaScope.DEFAULT, null, null, null, null, SENT, SENT, lineage);
        return new Accepted(new Origin(0, 1, offset, 10), task);
    }
}

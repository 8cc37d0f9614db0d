package io.mpsbridge.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OddEventsTest {
    private static final int TOPIC_TAKES = 1_048_588;

    private final List<CreatedEvent> all = OddEvents.all(0);

    @Test
    void everyKindComesBeforeAnyComesAgain() {
        var events = new OddEvents(new Random(1));
        var kinds = new HashSet<String>();
        IntStream.range(0, 200).forEach(number -> {
            kinds.add(events.odd(number).kind());
            kinds.add(events.troubled(number).kind());
        });

        assertThat(all).extracting(CreatedEvent::kind).doesNotHaveDuplicates();
        assertThat(kinds)
                .containsExactlyInAnyOrderElementsOf(
                        all.stream().map(CreatedEvent::kind).toList());
    }

    @Test
    void everyEventFitsItsTopicAndTheLargestIsNearTheLimit() {
        assertThat(all).allSatisfy(event -> assertThat(bytes(event)).isLessThan(TOPIC_TAKES - 100));
        assertThat(all).anySatisfy(event -> assertThat(bytes(event)).isGreaterThan(TOPIC_TAKES - 2_000));
    }

    @Test
    void everyCodecAndEveryTimestampComes() {
        assertThat(all).extracting(CreatedEvent::codec).contains("none", "gzip", "snappy", "lz4", "zstd");
        assertThat(all).extracting(CreatedEvent::timestamp).contains(null, 0L, 1_795_000_000L, 253_402_300_800_000L);
    }

    private static int bytes(CreatedEvent event) {
        var record = event.record();
        return record.key().length + record.value().length;
    }
}

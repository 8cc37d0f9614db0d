package io.mpsbridge.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PollWakeupTest {

    private static final Duration WAIT = Duration.ofMillis(100);
    private static final TopicPartition PARTITION = new TopicPartition("task-created", 0);

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final PollWakeup wakeup = new PollWakeup(consumer);

    @BeforeEach
    void aRecordIsThere() {
        consumer.assign(List.of(PARTITION));
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.addRecord(new ConsumerRecord<>("task-created", 0, 0, null, new byte[1]));
    }

    @Test
    void withoutASignalAPollWaitsAsLongAsItIsTold() {
        assertThat(wakeup.poll(WAIT)).hasSize(1);

        assertThat(consumer.lastPollTimeout()).isEqualTo(WAIT);
    }

    @Test
    void aSignalEndsThePollAndWhatWasFetchedComesWithTheNext() {
        consumer.schedulePollTask(wakeup::signal);

        assertThatThrownBy(() -> wakeup.poll(WAIT)).isInstanceOf(WakeupException.class);

        assertThat(wakeup.poll(WAIT)).hasSize(1);
        assertThat(consumer.lastPollTimeout()).isEqualTo(WAIT);
    }

    @Test
    void aSignalBetweenPollsKeepsTheNextOneFromWaitingAndTakesNoRecordFromIt() {
        wakeup.signal();
        wakeup.signal();

        assertThat(wakeup.poll(WAIT)).hasSize(1);
        assertThat(consumer.lastPollTimeout()).isEqualTo(Duration.ZERO);
        assertThat(wakeup.poll(WAIT)).isEmpty();
        assertThat(consumer.lastPollTimeout()).isEqualTo(WAIT);
    }

    @Test
    void signalsInAnyNumberLetEverySecondPollReadRecords() {
        consumer.schedulePollTask(() -> {
            wakeup.signal();
            wakeup.signal();
        });
        assertThatThrownBy(() -> wakeup.poll(WAIT)).isInstanceOf(WakeupException.class);
        wakeup.signal();
        consumer.schedulePollTask(wakeup::signal);

        assertThat(wakeup.poll(WAIT)).hasSize(1);
    }
}

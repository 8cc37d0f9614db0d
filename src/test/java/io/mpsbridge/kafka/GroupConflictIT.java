package io.mpsbridge.kafka;

import static io.mpsbridge.kafka.LoopRig.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;

/** Another application uses the bridge's group. */
class GroupConflictIT {

    @Test
    void aGroupThatRefusesTheBridgeIsToldUntilItTakesIt() {
        try (LoopRig rig = new LoopRig(Protocol.STANDBY, 2)) {
            LoopReplica replica;
            try (KafkaConsumer<byte[], byte[]> other = other(rig)) {
                other.subscribe(List.of(rig.topics().created()));
                await(
                        () -> {
                            other.poll(Duration.ofMillis(100));
                            return !other.assignment().isEmpty();
                        },
                        "the other has the group");

                replica = rig.startAnswering("a");

                await(() -> replica.status().pollFailure() != null, "the refusal");
                assertThat(replica.status().pollFailure()).contains("InconsistentGroupProtocolException");
                assertThat(replica.status().joined()).isFalse();
            }
            rig.events(0, 10);

            rig.awaitAnswers(10);
            await(
                    () -> replica.status().pollFailure() == null
                            && replica.status().joined(),
                    "no failure any more");
        }
    }

    private static KafkaConsumer<byte[], byte[]> other(LoopRig rig) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", rig.broker().bootstrapServers(),
                "group.id", rig.group(),
                "partition.assignment.strategy", RangeAssignor.class.getName());
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}

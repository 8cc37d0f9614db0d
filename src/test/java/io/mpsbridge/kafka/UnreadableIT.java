package io.mpsbridge.kafka;

import static io.mpsbridge.kafka.LoopRig.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.mpsbridge.testing.BrokerOptions;
import io.mpsbridge.testing.InProcessBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A partition that cannot be read stops itself alone, whatever the client throws out of the poll for all. */
class UnreadableIT {

    /** What the client throws. */
    private enum Failure {
        /** A corrupt batch. */
        NAMED,
        /** A codec's library: the client has moved past what it then does not return. */
        LIBRARY;

        RuntimeException of(TopicPartition partition) {
            KafkaException cause = new KafkaException("Record is corrupt (stored crc = 1, computed crc = 2)");
            if (this == NAMED) {
                return new KafkaException(
                        "Received exception when fetching the next record from " + partition
                                + ". If needed, please seek past the record to continue consumption.",
                        cause);
            }
            throw new UnsatisfiedLinkError("/tmp/libsnappyjava.so: failed to map segment");
        }
    }

    @ParameterizedTest
    @EnumSource(Failure.class)
    void aPartitionThatCannotBeReadIsHeldAloneAndNothingIsSkipped(Failure failure) {
        try (LoopRig rig = new LoopRig(Protocol.STANDBY, 3)) {
            AtomicBoolean broken = new AtomicBoolean(true);
            LoopReplica replica = rig.start("a", script -> {
                script.listener().endsAtOnce(task -> true);
                script.consumer((method, arguments, call) -> {
                    Object result = call.proceed();
                    if (method.getName().equals("poll") && broken.get()) {
                        @SuppressWarnings("unchecked")
                        ConsumerRecords<byte[], byte[]> records = (ConsumerRecords<byte[], byte[]>) result;
                        if (!records.records(rig.partition(1)).isEmpty()) {
                            // The others' records go down with it, as they do in the client.
                            throw failure.of(rig.partition(1));
                        }
                    }
                    return result;
                });
            });
            rig.events(0, 60);

            assertThat(rig.awaitAnswers(40).countsByTaskId()).hasSize(40);
            await(
                    () -> replica.isPaused(1, PauseReason.UNREADABLE),
                    () -> "the partition is held: " + replica.status());
            assertThat(replica.partition(1).orElseThrow().heldBecause())
                    .contains("offset 0", failure == Failure.NAMED ? "stored crc" : "UnsatisfiedLinkError");
            rig.events(60, 90);
            assertThat(rig.awaitAnswers(60).countsByTaskId()).hasSize(60);

            broken.set(false);
            assertThat(rig.awaitAnswers(90).countsByTaskId()).hasSize(90).doesNotContainValue(2);
            await(() -> replica.partition(1).orElseThrow().heldBecause() == null, "nothing is held any more");
        }
    }

    /** On the real thing: a bit flips on the disk of the broker, and its backup is put in its place. */
    @ParameterizedTest
    @EnumSource(
            value = Protocol.class,
            names = {"STANDBY", "CONSUMER"})
    void aCorruptBatchInTheLogHoldsItsPartitionAloneUntilTheLogIsWell(Protocol protocol) throws IOException {
        try (InProcessBroker broker = InProcessBroker.start(BrokerOptions.defaults());
                LoopRig rig = new LoopRig(broker, protocol, 3)) {
            rig.events(0, 30);
            broker.stop();
            Path segment = broker.segment(rig.topics().created(), 1);
            byte[] well = Files.readAllBytes(segment);
            byte[] corrupt = well.clone();
            corrupt[corrupt.length - 3] ^= 1;
            Files.write(segment, corrupt);
            broker.start();

            LoopReplica replica = rig.startAnswering("a");

            await(
                    () -> replica.isPaused(1, PauseReason.UNREADABLE),
                    () -> "the partition is held: " + replica.status());
            assertThat(replica.partition(1).orElseThrow().heldBecause()).contains("corrupt", "every 30 s");
            rig.awaitAnswers(20);
            broker.stop();
            Files.write(segment, well);
            broker.start();

            assertThat(rig.awaitAnswers(30).countsByTaskId()).hasSize(30).doesNotContainValue(2);
        }
    }
}

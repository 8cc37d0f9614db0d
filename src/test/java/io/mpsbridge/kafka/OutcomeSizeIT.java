package io.mpsbridge.kafka;

import static io.mpsbridge.kafka.LoopRig.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.mpsbridge.task.Accepted;
import io.mpsbridge.task.TaskOutcome;
import io.mpsbridge.testing.ReadCommitted;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;

/** What does not fit its topic ends in the dead-letter topic, with its reason, and holds nobody up. */
class OutcomeSizeIT {

    private static final int NEIGHBOURS = 300;
    private static final int LARGE = 200_000;

    @Test
    void anOutcomeTooLargeForItsTopicIsADeadLetterAndItsNeighboursAreAnswered() {
        try (LoopRig rig = new LoopRig(Protocol.STANDBY, 1)) {
            limit(rig, rig.topics().completed(), 100_000);
            LoopReplica replica = start(rig);

            endAllAtOnce(rig, replica);

            assertIsolated(rig, replica);
            assertThat(replica.totals().aborts()).as("foreseen").isZero();
        }
    }

    @Test
    void soItIsWhenTheLimitIsLoweredWhileTheLoopRuns() {
        try (LoopRig rig = new LoopRig(Protocol.STANDBY, 1)) {
            LoopReplica replica = start(rig);
            limit(rig, rig.topics().completed(), 100_000);

            endAllAtOnce(rig, replica);

            assertIsolated(rig, replica);
            assertThat(replica.totals().aborts()).as("refused by the broker").isPositive();
        }
    }

    @Test
    void soItIsWhenTheLimitOfTheDeadLettersIsLoweredToo() {
        try (LoopRig rig = new LoopRig(Protocol.STANDBY, 1)) {
            LoopReplica replica = start(rig);
            limit(rig, rig.topics().completed(), 100_000);
            limit(rig, rig.topics().deadLetter(), 50_000);

            endAllAtOnce(rig, replica);

            assertIsolated(rig, replica);
            assertThat(header(rig.deadLetters().records().get(0), "mps-bridge-truncated"))
                    .isPresent();
        }
    }

    @Test
    void onceTheLimitIsRaisedTheSameOutcomeIsAnsweredWithoutARestart() {
        try (LoopRig rig = new LoopRig(Protocol.STANDBY, 1)) {
            limit(rig, rig.topics().completed(), LARGE / 2);
            LoopReplica replica = rig.start("a", OutcomeSizeIT::large);
            endAllAtOnce(rig, replica);
            await(() -> replica.totals().deadLetters() == 1, "a dead letter");
            limit(rig, rig.topics().completed(), 4 * LARGE);

            // What a redrive does, tried until the limit is read again: not more often than every few seconds.
            await(
                    () -> {
                        rig.send(0, LoopRig.json("task-" + NEIGHBOURS / 2));
                        replica.awaitOpen(1).forEach(replica.listener()::end);
                        return rig.answers().countsByTaskId().containsKey("task-" + NEIGHBOURS / 2);
                    },
                    "the outcome fits");
        }
    }

    @Test
    void soItIsWhenTheBrokerTellsNoLimits() {
        try (LoopRig rig = new LoopRig(Protocol.STANDBY, 1)) {
            limit(rig, rig.topics().completed(), 100_000);
            limit(rig, rig.topics().deadLetter(), 50_000);
            LoopReplica replica = rig.start("a", script -> {
                large(script);
                script.admin((method, arguments, call) -> {
                    if (method.getName().equals("describeConfigs")) {
                        return rig.admin()
                                .describeConfigs(
                                        List.of(new ConfigResource(ConfigResource.Type.TOPIC, "no-such-topic")));
                    }
                    return call.proceed();
                });
            });

            endAllAtOnce(rig, replica);

            assertIsolated(rig, replica);
        }
    }

    @Test
    void anUnreadableRecordOfTheLargestSizeOfItsTopicIsADeadLetterCutToWhatFits() {
        try (LoopRig rig = new LoopRig(Protocol.STANDBY, 1)) {
            int size = sendLargest(rig);
            LoopReplica replica = rig.startAnswering("a");
            rig.events(0, 1);

            rig.awaitAnswers(1);
            await(() -> replica.totals().deadLetters() == 1, "it is a dead letter");

            ConsumerRecord<byte[], byte[]> letter = rig.deadLetters().records().get(0);
            assertThat(header(letter, "mps-bridge-truncated")).hasValue(String.valueOf(size));
            assertThat(letter.value()).hasSizeBetween(size - 4_096, size);
            System.out.println("a created record of " + size + " bytes is a dead letter with " + letter.value().length);
        }
    }

    /** Returns once the limits of that moment are known. */
    private static LoopReplica start(LoopRig rig) {
        LoopReplica replica = rig.start("a", OutcomeSizeIT::large);
        await(() -> LoopRig.working(List.of(replica)) == 1, "the partition begins");
        return replica;
    }

    private static void large(LoopReplica.Script script) {
        script.listener().answersWith(task -> answer(task.task().taskId(), OutcomeFixtures.completed(task), task));
    }

    private static TaskOutcome answer(String id, TaskOutcome usual, Accepted task) {
        return id.equals("task-" + NEIGHBOURS / 2)
                ? OutcomeFixtures.completed(task, "https://images.example/" + "x".repeat(LARGE))
                : usual;
    }

    private static void endAllAtOnce(LoopRig rig, LoopReplica replica) {
        rig.events(0, NEIGHBOURS);
        replica.awaitOpen(NEIGHBOURS);
        replica.listener().endAll();
    }

    private static void assertIsolated(LoopRig rig, LoopReplica replica) {
        await(
                () -> replica.totals().completed() + replica.totals().deadLetters() == NEIGHBOURS,
                () -> "all are answered: " + replica.totals());
        ReadCommitted answers = rig.answers();
        ReadCommitted letters = rig.deadLetters();
        assertThat(letters.records()).singleElement().satisfies(letter -> {
            assertThat(header(letter, "mps-bridge-error-code")).hasValue("outcome-too-large");
            assertThat(header(letter, "__dlq.errors.offset")).hasValue(String.valueOf(NEIGHBOURS / 2));
            assertThat(header(letter, "__dlq.errors.message"))
                    .get()
                    .asString()
                    .contains(rig.topics().completed());
        });
        assertThat(answers.countsByTaskId())
                .hasSize(NEIGHBOURS - 1)
                .doesNotContainKey("task-" + NEIGHBOURS / 2)
                .doesNotContainValue(2);
        await(() -> rig.committed(0).offset() == NEIGHBOURS, "the watermark is at the end");
    }

    private static Optional<String> header(ConsumerRecord<byte[], byte[]> record, String name) {
        return ReadCommitted.header(name).apply(record);
    }

    /** Not even JSON. */
    private static int sendLargest(LoopRig rig) {
        for (int size = 1_048_588; size > 1_048_000; size -= 4) {
            try {
                rig.send(0, new byte[size]);
                return size;
            } catch (IllegalStateException tooLarge) {
                // A little less, then.
            }
        }
        throw new AssertionError("the topic takes no large record");
    }

    private static void limit(LoopRig rig, String topic, int bytes) {
        AlterConfigOp change = new AlterConfigOp(
                new ConfigEntry("max.message.bytes", String.valueOf(bytes)), AlterConfigOp.OpType.SET);
        LoopRig.get(rig.admin()
                .incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.TOPIC, topic), List.of(change)))
                .all());
    }
}

package io.mpsbridge.kafka;

import static io.mpsbridge.kafka.LoopRig.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.mpsbridge.clients.KafkaSettings;
import io.mpsbridge.offsets.OffsetMap;
import io.mpsbridge.offsets.OffsetMapCodec;
import io.mpsbridge.offsets.Sizes;
import io.mpsbridge.task.Accepted;
import io.mpsbridge.task.FailureReason;
import io.mpsbridge.testing.BrokerOptions;
import io.mpsbridge.testing.KafkaBroker;
import io.mpsbridge.testing.ReadCommitted;
import io.mpsbridge.testing.SharedBroker;
import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsResult;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a partition goes on when its committed offset or its log are not what they were: never a skip in silence. */
class OffsetsIT {

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void offsetsMovedBackRightAfterAStopAreAnsweredAgainUnderTheSameEventIds(Protocol protocol) {
        try (LoopRig rig = new LoopRig(protocol, 1)) {
            LoopReplica first = rig.startAnswering("a");
            rig.events(0, 50);
            rig.awaitAnswers(50);
            first.stop();

            rig.commit(0, new OffsetAndMetadata(10));
            LoopReplica second = rig.startAnswering("a");

            Map<String, Integer> ids = rig.awaitAnswers(90).countsByEventId();
            assertThat(ids).hasSize(50);
            assertThat(ids.values().stream().filter(count -> count == 2)).hasSize(40);
            assertThat(second.listener().watched()).isEqualTo(40);
        }
    }

    @Test
    void aGroupThatBeginsAtTheEndForgetsNothingWhenItCrashesAtOnce() {
        try (LoopRig rig = new LoopRig(Protocol.STANDBY, 1).beginsAt(KafkaSettings.Start.LATEST)) {
            rig.events(0, 5);
            LoopReplica first = rig.start("a");
            await(() -> rig.committed(0) != null, "the beginning is committed before anything has ended");
            rig.events(5, 8);
            first.awaitOpen(3);
            first.kill();

            LoopReplica second = rig.start("a");

            assertThat(second.awaitOpen(3).stream().map(each -> each.task().taskId()))
                    .containsExactly("task-5", "task-6", "task-7");
        }
    }

    /** A task that MPS no longer knows may already have been answered: no failure must contradict that. */
    @ParameterizedTest
    @EnumSource(Protocol.class)
    void offsetsThatWereLostAreSaidLoudlyAndNoAnswerIsContradicted(Protocol protocol) {
        try (LoopRig rig = new LoopRig(protocol, 1)) {
            rig.events(0, 5);
            LoopReplica first = rig.startAnswering("a");
            rig.awaitAnswers(5);
            assertThat(first.status().offsetsLost()).isNull();
            first.stop();
            rig.forgetGroup();
            rig.events(5, 8);
            Set<String> again = ConcurrentHashMap.newKeySet();

            LoopReplica second = rig.start(
                    "a",
                    script -> script.listener().endsAtOnce(task -> true).answersWith(task -> {
                        if (task.maybeAnswered()) {
                            again.add(task.task().taskId());
                        }
                        return OutcomeFixtures.failed(task, FailureReason.TASK_NOT_FOUND);
                    }));

            Map<String, Integer> answers = rig.awaitAnswers(8).countsByTaskId();
            assertThat(answers).hasSize(8).doesNotContainValue(2);
            await(() -> rig.deadLetters().records().size() == 5, "those that may have been answered are put aside");
            assertThat(rig.deadLetters().counts(ReadCommitted.header("mps-bridge-error-code")))
                    .isEqualTo(Map.of("maybe-answered", 5));
            assertThat(again).containsExactlyInAnyOrder("task-0", "task-1", "task-2", "task-3", "task-4");
            await(() -> second.status().offsetsLostLately() != null, "the loss is noticed");
            LoopStatus.OffsetsLost lost = second.status().offsetsLostLately();
            assertThat(lost.records()).isEqualTo(5);
            assertThat(lost.askedAgain()).isTrue();
        }
    }

    @Test
    void offsetsThatWereLostAreSaidLoudlyWhereTheGroupBeginsAtTheEndToo() {
        try (LoopRig rig = new LoopRig(Protocol.STANDBY, 1)) {
            rig.events(0, 5);
            LoopReplica first = rig.startAnswering("a");
            rig.awaitAnswers(5);
            first.stop();
            rig.forgetGroup();

            LoopReplica second = rig.beginsAt(KafkaSettings.Start.LATEST).startAnswering("a");

            await(() -> second.status().offsetsLost() != null, "the loss is noticed");
            assertThat(second.status().offsetsLost().askedAgain()).isFalse();
        }
    }

    @Test
    void aTopicMadeAnewWhileNobodyReadIsReadFromItsBeginning() {
        try (LoopRig rig = new LoopRig(Protocol.STANDBY, 1)) {
            LoopReplica first = rig.startAnswering("a");
            rig.events(0, 5);
            rig.awaitAnswers(5);
            first.stop();
            rig.recreate();
            rig.events(100, 110);

            rig.startAnswering("a");

            assertThat(rig.awaitAnswers(15).countsByTaskId()).hasSize(15).doesNotContainValue(2);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Protocol.class,
            names = {"STANDBY", "CONSUMER"})
    void aTopicMadeAnewUnderARunningLoopIsReadFromItsBeginning(Protocol protocol) {
        try (LoopRig rig = new LoopRig(protocol, 1)) {
            LoopReplica replica = rig.startAnswering("a");
            rig.events(0, 5);
            rig.awaitAnswers(5);

            rig.recreate();
            // More than the old topic had: where the loop stood, the new one has a record too.
            rig.events(100, 120);

            await(
                    () -> rig.answers().countsByTaskId().size() == 25,
                    () -> "an answer to each, there are "
                            + rig.answers().countsByTaskId().keySet() + "; " + replica.status());
        }
    }

    /** Nothing is fetched that could tell, and the new topic holds other records at the places of those in flight. */
    @Test
    void aTopicMadeAnewWhileItsPartitionIsPausedIsReadFromItsBeginning() {
        try (LoopRig rig = new LoopRig(Protocol.STANDBY, 1).maxInFlight(3).consumer("max.poll.records", "3")) {
            LoopReplica replica = rig.start("a");
            rig.events(0, 3);
            replica.awaitOpen(3);
            await(() -> replica.isPaused(0, PauseReason.TASKS_FULL), "the partition is paused");

            rig.recreate();
            rig.events(100, 120);
            replica.listener().endsAtOnce(task -> true);

            Map<String, Integer> answers = rig.awaitAnswers(20).countsByTaskId();
            assertThat(answers).hasSize(20).doesNotContainValue(2);
            assertThat(answers.keySet()).allMatch(task -> task.startsWith("task-1"));
        }
    }

    @Test
    void recordsDeletedBeforeTheyWereAnsweredAreCountedAndTheRestIsAnswered() {
        try (LoopRig rig = new LoopRig(Protocol.STANDBY, 1)) {
            LoopReplica first = rig.start("a");
            rig.events(0, 10);
            first.awaitOpen(10);
            await(() -> rig.committed(0) != null, "a committed offset");
            first.stop();
            LoopRig.get(rig.admin()
                    .deleteRecords(Map.of(rig.partition(0), RecordsToDelete.beforeOffset(4)))
                    .all());

            LoopReplica second = rig.startAnswering("a");

            assertThat(rig.awaitAnswers(6).countsByTaskId()).hasSize(6).doesNotContainValue(2);
            await(() -> second.totals().resets() == 1, "the move is counted");
        }
    }

    /** One task fills the partition's room, so that what follows is not read before retention takes it. */
    @Test
    void retentionThatOvertakesAPausedPartitionLeavesItsTasksInFlightAndCountsWhatIsGone() {
        try (LoopRig rig = new LoopRig(Protocol.STANDBY, 1).maxInFlight(3).consumer("max.poll.records", "3")) {
            LoopReplica replica = rig.start("a");
            rig.events(0, 3);
            List<Accepted> inFlight = replica.awaitOpen(3);
            await(() -> replica.isPaused(0, PauseReason.TASKS_FULL), "the partition is paused");
            rig.events(3, 20);
            LoopRig.get(rig.admin()
                    .deleteRecords(Map.of(rig.partition(0), RecordsToDelete.beforeOffset(15)))
                    .all());

            inFlight.forEach(replica.listener()::end);
            replica.listener().endsAtOnce(task -> true);

            Map<String, Integer> answers = rig.awaitAnswers(8).countsByTaskId();
            assertThat(answers)
                    .containsOnlyKeys(
                            "task-0", "task-1", "task-2", "task-15", "task-16", "task-17", "task-18", "task-19")
                    .doesNotContainValue(2);
            assertThat(replica.listener().forgotten()).isEmpty();
            await(() -> replica.totals().recordsLost() == 12, () -> "12 records lost: " + replica.totals());
        }
    }

    @Test
    void aPartitionThatIsAddedToARunningGroupBeginsAtItsStartWhateverBridgeStartSays() {
        try (LoopRig rig = new LoopRig(Protocol.STANDBY, 1).beginsAt(KafkaSettings.Start.LATEST)) {
            rig.events(0, 5);
            LoopReplica replica = rig.startAnswering("a");
            await(() -> rig.committed(0) != null, "the group has offsets");

            LoopRig.get(rig.admin()
                    .createPartitions(Map.of(rig.topics().created(), NewPartitions.increaseTo(2)))
                    .all());
            rig.send(1, LoopRig.json("early"));

            assertThat(rig.awaitAnswers(1).countsByTaskId()).containsOnlyKeys("early");
            assertThat(replica.listener().watched()).isEqualTo(1);
        }
    }

    @Test
    void anOffsetBeyondTheLogsEndIsTakenBackToIt() {
        try (LoopRig rig = new LoopRig(Protocol.STANDBY, 1)) {
            rig.events(0, 5);
            rig.commit(0, new OffsetAndMetadata(1_000));

            LoopReplica replica = rig.startAnswering("a");
            await(() -> replica.totals().resets() == 1, "the move is counted");
            rig.events(5, 8);

            assertThat(rig.awaitAnswers(3).countsByTaskId()).containsOnlyKeys("task-5", "task-6", "task-7");
        }
    }

    @Test
    void metadataOfSomebodyElseIsNoMap() {
        try (LoopRig rig = new LoopRig(Protocol.STANDBY, 1)) {
            rig.events(0, 5);
            rig.commit(0, new OffsetAndMetadata(2, "checkpointed by another tool"));

            rig.startAnswering("a");

            assertThat(rig.awaitAnswers(3).countsByTaskId()).containsOnlyKeys("task-2", "task-3", "task-4");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mpsb:AQ", "mpsb:not base64", "mpsb:Ag"})
    void aMapThatCannotBeTrustedHoldsItsPartitionAloneAndSaysHowToMendIt(String metadata) {
        try (LoopRig rig = new LoopRig(Protocol.STANDBY, 2)) {
            rig.events(0, 10);
            rig.commit(0, new OffsetAndMetadata(2, metadata));

            LoopReplica held = rig.startAnswering("a");

            assertThat(rig.awaitAnswers(5).countsByTaskId()).hasSize(5);
            await(() -> held.isPaused(0, PauseReason.HELD), "the partition is held");
            assertThat(held.partition(0).orElseThrow().heldBecause())
                    .contains("kafka-consumer-groups", "--topic " + rig.topics().created() + ":0", "--to-offset 2");
            held.stop();
            // What the command does.
            rig.commit(0, new OffsetAndMetadata(2));
            rig.startAnswering("a");
            assertThat(rig.awaitAnswers(8).countsByTaskId()).hasSize(8).doesNotContainValue(2);
        }
    }

    @Test
    void theMapOfAnotherOffsetIsNotTrustedEither() {
        try (LoopRig rig = new LoopRig(Protocol.STANDBY, 1)) {
            LoopReplica first = rig.start(
                    "a",
                    script -> script.listener()
                            .endsAtOnce(task -> !task.task().taskId().equals("task-3")));
            rig.events(0, 10);
            rig.awaitAnswers(9);
            await(() -> rig.committed(0).offset() == 3, "the watermark is at the open task");
            String map = rig.committed(0).metadata();
            first.stop();
            rig.commit(0, new OffsetAndMetadata(5, map));

            LoopReplica second = rig.startAnswering("a");

            await(() -> second.isPaused(0, PauseReason.HELD), "the partition is held");
            assertThat(second.totals().events()).isZero();
        }
    }

    /**
     * The broker's setting was lowered after the map was committed: what cannot be committed must not hold up the rest.
     */
    @Test
    void aMapLargerThanTheBrokerTakesByNowHoldsItsPartitionAloneAndSaysHowToMendIt() {
        int limit = 64;
        try (KafkaBroker broker = SharedBroker.startAnother(
                        BrokerOptions.defaults().with("offset.metadata.max.bytes", String.valueOf(limit)));
                LoopRig rig = new LoopRig(broker, Protocol.STANDBY, 2)) {
            rig.events(0, 1_200);
            OffsetMap map = new OffsetMap(
                    0,
                    600,
                    LongStream.concat(LongStream.of(0), new Random(7).longs(300, 1, 600))
                            .distinct()
                            .sorted()
                            .toArray());
            UUID topic = OffsetQueries.topicId(LoopRig.get(rig.admin()
                            .describeTopics(List.of(rig.topics().created()))
                            .allTopicNames())
                    .get(rig.topics().created()));
            String metadata = OffsetMapCodec.encode(map, Sizes.of(map), topic);
            assertThat(metadata.length()).isGreaterThan(limit);
            rig.commit(0, new OffsetAndMetadata(0));

            LoopReplica held = rig.start("a", script -> {
                // Of the first partition, with the even numbers, every other task stays open: its map does not get
                // small.
                script.listener().endsAtOnce(task -> number(task.task().taskId()) % 4 != 0);
                script.admin((method, arguments, call) -> {
                    Object result = call.proceed();
                    if (method.getName().equals("listConsumerGroupOffsets")) {
                        answering(
                                (ListConsumerGroupOffsetsResult) result,
                                committed -> committed.replace(rig.partition(0), new OffsetAndMetadata(0, metadata)));
                    }
                    return result;
                });
            });

            assertThat(rig.awaitAnswers(600).countsByTaskId()).hasSize(600);
            await(() -> held.isPaused(0, PauseReason.HELD), "the partition is held");
            assertThat(held.partition(0).orElseThrow().heldBecause())
                    .contains("offset.metadata.max.bytes", metadata.length() + " characters", "64");
        }
    }

    @Test
    void everyPartitionOfALargeTopicHasItsOwnMap() {
        int partitions = 24;
        try (LoopRig rig = new LoopRig(Protocol.STANDBY, partitions)) {
            LoopReplica first = rig.start(
                    "a",
                    // Of each partition the first and every third of the others stay open.
                    script -> script.listener()
                            .endsAtOnce(task -> number(task.task().taskId()) / partitions % 3 != 0));
            rig.events(0, partitions * 30);
            first.awaitOpen(partitions * 10);
            rig.awaitAnswers(partitions * 20);
            first.kill();

            LoopReplica second = rig.startAnswering("a");

            assertThat(rig.awaitAnswers(partitions * 30).countsByTaskId())
                    .hasSize(partitions * 30)
                    .doesNotContainValue(2);
            assertThat(second.listener().watched()).isEqualTo(partitions * 10L);
            await(() -> LoopRig.working(List.of(second)) == partitions, "all partitions are read");
        }
    }

    /** The client's result cannot be made by others; what it will hold can be changed. */
    @SuppressWarnings("unchecked") // the field's own type
    private static void answering(
            ListConsumerGroupOffsetsResult result, Consumer<Map<TopicPartition, OffsetAndMetadata>> change)
            throws ReflectiveOperationException {
        Field field = ListConsumerGroupOffsetsResult.class.getDeclaredField("futures");
        field.setAccessible(true);
        ((Map<String, KafkaFuture<Map<TopicPartition, OffsetAndMetadata>>>) field.get(result))
                .replaceAll((group, future) -> future.thenApply(committed -> {
                    Map<TopicPartition, OffsetAndMetadata> changed = new HashMap<>(committed);
                    change.accept(changed);
                    return changed;
                }));
    }

    private static int number(String taskId) {
        return Integer.parseInt(taskId.substring(taskId.indexOf('-') + 1));
    }
}

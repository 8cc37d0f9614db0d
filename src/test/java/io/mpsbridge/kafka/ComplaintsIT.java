package io.mpsbridge.kafka;

import static io.mpsbridge.kafka.LoopRig.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mpsbridge.task.Accepted;
import io.mpsbridge.testing.BrokerOptions;
import io.mpsbridge.testing.InProcessBroker;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.CoordinatorLoadInProgressException;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What users of comparable software complained about most, each under the number of our list. */
class ComplaintsIT {

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void complaint01_noPartitionFallsSilentAfterRebalances(Protocol protocol) {
        try (LoopRig rig = new LoopRig(protocol, 4)) {
            LoopReplica first = rig.startAnswering("a");
            rig.events(0, 8);
            rig.awaitAnswers(8);

            LoopReplica second = rig.startAnswering("b");
            await(() -> second.status().joined(), "the second joins");
            rig.events(8, 16);
            rig.awaitAnswers(16);
            first.stop();
            rig.events(16, 24);
            rig.awaitAnswers(24);
            rig.startAnswering("a");
            rig.events(24, 32);

            assertThat(rig.awaitAnswers(32).countsByTaskId()).hasSize(32).doesNotContainValue(2);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Protocol.class,
            names = {"SHARED", "EAGER", "CONSUMER"})
    void complaint02_whatIsPublishedAtARevocationIsNotPublishedAgain(Protocol protocol) {
        try (LoopRig rig = new LoopRig(protocol, 4)) {
            rig.startAnswering("a");
            rig.events(0, 1_000);
            LoopReplica second = rig.startAnswering("b");
            AtomicInteger sent = new AtomicInteger(1_000);
            await(
                    () -> {
                        rig.events(sent.get(), sent.addAndGet(100));
                        return second.totals().events() > 0;
                    },
                    "the second works");
            rig.events(sent.get(), sent.addAndGet(1_000));
            second.stop();
            rig.events(sent.get(), sent.addAndGet(100));

            assertThat(rig.awaitAnswers(sent.get()).countsByEventId())
                    .hasSize(sent.get())
                    .doesNotContainValue(2);
        }
    }

    @Test
    void complaint03_whatIsNotCompleteIsNotCommittedHoweverMuchBehindItIs() {
        try (LoopRig rig = new LoopRig(Protocol.STANDBY, 1)) {
            LoopReplica first = rig.start("a", script -> script.listener().endsAtOnce(isNot("task-0", "task-7")));
            rig.events(0, 100);
            rig.awaitAnswers(98);
            first.kill();

            LoopReplica second = rig.start("a");
            second.awaitOpen(2);
            rig.events(100, 101);
            second.awaitOpen(3);

            assertThat(second.listener().openIds()).containsExactly("task-0", "task-7", "task-100");
            second.listener().endAll();
            assertThat(rig.awaitAnswers(101).countsByTaskId()).hasSize(101).doesNotContainValue(2);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Protocol.class,
            names = {"SHARED", "EAGER", "CONSUMER"})
    void complaint04_aLateAnswerOfAFormerAssignmentCompletesNothing(Protocol protocol) {
        try (LoopRig rig = new LoopRig(protocol, 2)) {
            LoopReplica first = rig.start("a");
            rig.events(0, 2);
            List<Accepted> former = first.awaitOpen(2);
            LoopReplica second = rig.start("b");
            second.awaitOpen(1);
            second.stop();
            await(
                    () -> first.listener().open().size() == 2
                            && !first.listener().forgotten().isEmpty(),
                    "the first has everything back");
            List<Accepted> late = former.stream()
                    .filter(each -> first.listener().forgotten().contains(each.origin()))
                    .toList();

            late.forEach(each -> first.loop().finished(each.origin(), OutcomeFixtures.completed(each)));

            await(() -> first.totals().droppedOutcomes() >= late.size(), "late answers are dropped");
            assertThat(rig.answers().records()).isEmpty();
            first.listener().endAll();
            assertThat(rig.awaitAnswers(2).countsByTaskId()).hasSize(2).doesNotContainValue(2);
        }
    }

    @Test
    void complaint05_aStormOfRebalancesMovesNoPositionWhereTheLogIsNot() {
        try (LoopRig rig = new LoopRig(Protocol.SHARED, 2)) {
            LoopReplica first = rig.startAnswering("a");
            int sent = 0;
            for (int round = 0; round < 3; round++) {
                LoopReplica guest = rig.startAnswering("b" + round);
                await(() -> LoopRig.working(List.of(guest)) == 1, "the guest has its share");
                rig.events(sent, sent + 200);
                sent += 200;
                rig.awaitAnswers(sent);
                OffsetAndMetadata committed = rig.committed(0);
                LoopRig.get(rig.admin()
                        .deleteRecords(Map.of(rig.partition(0), RecordsToDelete.beforeOffset(committed.offset())))
                        .all());
                guest.stop();
                assertThat(guest.totals().resets()).isZero();
            }
            rig.events(sent, sent + 10);

            assertThat(rig.awaitAnswers(sent + 10).countsByTaskId())
                    .hasSize(sent + 10)
                    .doesNotContainValue(2);
            assertThat(first.totals().resets()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Protocol.class,
            names = {"SHARED", "EAGER", "CONSUMER"})
    void complaint06_aRevocationWaitsForNoTask(Protocol protocol) {
        try (LoopRig rig = new LoopRig(protocol, 2).consumer("max.poll.interval.ms", "20000")) {
            LoopReplica first = rig.start("a");
            rig.events(0, 20);
            first.awaitOpen(20);

            LoopReplica second = rig.start("b");

            second.awaitOpen(10);
            await(() -> first.listener().open().size() == 10, "the first keeps its own");
            assertThat(rig.answers().records()).isEmpty();
            first.listener().endAll();
            second.listener().endAll();
            assertThat(rig.awaitAnswers(20).countsByTaskId()).hasSize(20).doesNotContainValue(2);
        }
    }

    @Test
    void complaint07_aProducerWhoseIdTheBrokerForgotIsReplaced() {
        BrokerOptions forgetful = BrokerOptions.defaults()
                .with("transactional.id.expiration.ms", "1000")
                .with("transaction.remove.expired.transaction.cleanup.interval.ms", "200");
        try (InProcessBroker broker = InProcessBroker.start(forgetful);
                LoopRig rig = new LoopRig(broker, Protocol.STANDBY, 1)) {
            LoopReplica replica = rig.startAnswering("a");
            rig.events(0, 5);
            rig.awaitAnswers(5);
            await(() -> isForgotten(rig, rig.group() + "-a"), "the id is forgotten");

            rig.events(5, 10);

            assertThat(rig.awaitAnswers(10).countsByTaskId()).hasSize(10).doesNotContainValue(2);
            await(() -> replica.totals().rebuilds() > 0, "the producer was replaced");
            assertThat(replica.hasEnded()).isFalse();
        }
    }

    private static boolean isForgotten(LoopRig rig, String transactionalId) {
        try {
            LoopRig.get(
                    rig.admin().describeTransactions(List.of(transactionalId)).description(transactionalId));
            return false;
        } catch (IllegalStateException e) {
            return e.getCause() != null && e.getCause().getCause() instanceof TransactionalIdNotFoundException;
        }
    }

    @Test
    void complaint08_metadataNeverTooLargeAndIntakePausesInstead() {
        try (LoopRig rig = new LoopRig(Protocol.STANDBY, 1).metadataLimit(512)) {
            LoopReplica replica = rig.start("a");
            rig.events(0, 5_000);
            Random random = new Random(8);
            // Nothing ends yet, so that intake has to stop by itself.
            await(() -> replica.isPaused(0, PauseReason.OFFSETS_FULL), "a pause for want of room");
            int longest = 0;
            for (int done = 0; done < 5_000; ) {
                await(() -> !replica.listener().open().isEmpty(), "tasks come in");
                List<Accepted> open = new ArrayList<>(replica.listener().open());
                Collections.shuffle(open, random);
                List<Accepted> ending = open.subList(0, (open.size() + 1) / 2);
                ending.forEach(replica.listener()::end);
                if (done == 0) {
                    // Every other one of hundreds: nothing short says that.
                    await(() -> metadataChars(rig) >= 100, "what has ended is committed");
                }
                done += ending.size();
                longest = Math.max(longest, metadataChars(rig));
            }

            assertThat(rig.awaitAnswers(5_000).countsByTaskId()).hasSize(5_000).doesNotContainValue(2);
            assertThat(longest).isBetween(100, 512);
            assertThat(replica.totals().rebuilds()).isZero();
        }
    }

    private static int metadataChars(LoopRig rig) {
        OffsetAndMetadata committed = rig.committed(0);
        return committed == null ? 0 : committed.metadata().length();
    }

    @ParameterizedTest
    @EnumSource(
            value = Protocol.class,
            names = {"SHARED", "EAGER", "CONSUMER"})
    void complaint09_aRebalanceUnderBackpressureDoesNotOpenTheIntake(Protocol protocol) {
        AtomicInteger read = new AtomicInteger();
        try (LoopRig rig = new LoopRig(protocol, 2).maxInFlight(10).consumer("max.poll.records", "50")) {
            rig.events(0, 2_000);
            LoopReplica full = rig.start(
                    "a",
                    script -> script.consumer((method, arguments, call) -> {
                        Object result = call.proceed();
                        if (result instanceof ConsumerRecords<?, ?> records) {
                            read.addAndGet(records.count());
                        }
                        return result;
                    }));
            full.awaitOpen(10);
            int before = read.get();

            LoopReplica guest = rig.start("b");
            guest.awaitOpen(10);
            guest.stop();
            await(() -> LoopRig.working(List.of(full)) == 2 && full.status().tasks() == 10, "it has all back");

            // At most one poll for each time that a partition was assigned.
            assertThat(before).isBetween(10, 100);
            assertThat(read.get() - before).isLessThanOrEqualTo(200);
            assertThat(full.listener().open()).hasSizeLessThanOrEqualTo(10);
        }
    }

    @Test
    void complaint10_controlRecordsLeaveNoGapAndHoldNothingUp() {
        try (LoopRig rig = new LoopRig(Protocol.STANDBY, 1)) {
            transactions(rig, 20);
            LoopReplica first = rig.start("a");
            first.awaitOpen(20);
            first.listener().endAll();
            rig.awaitAnswers(20);
            await(() -> rig.committed(0).offset() == rig.logEnd(0), "the lag is zero, markers included");
            first.stop();

            LoopReplica second = rig.startAnswering("a");
            rig.events(20, 21);

            assertThat(rig.awaitAnswers(21).countsByTaskId()).hasSize(21).doesNotContainValue(2);
            assertThat(second.listener().watched()).isEqualTo(1);
        }
    }

    @Test
    void complaint11_aRetriableFailureOfACommitIsRetried() {
        AtomicInteger failures = new AtomicInteger(3);
        try (LoopRig rig = new LoopRig(Protocol.STANDBY, 1)) {
            LoopReplica replica = rig.start("a", script -> {
                script.listener().endsAtOnce(task -> true);
                script.producer((method, arguments, call) -> {
                    if (method.getName().equals("sendOffsetsToTransaction") && failures.getAndDecrement() > 0) {
                        throw new CoordinatorLoadInProgressException("for a moment");
                    }
                    return call.proceed();
                });
            });
            rig.events(0, 10);

            assertThat(rig.awaitAnswers(10).countsByTaskId()).hasSize(10).doesNotContainValue(2);
            await(() -> replica.totals().aborts() >= 3, "the failures are counted");
            // Each costs the producer: a request that was given up may still arrive, and must not in the next
            // transaction.
            assertThat(replica.totals().rebuilds()).isEqualTo(3);
            assertThat(replica.hasEnded()).isFalse();
        }
    }

    @Test
    void complaint12_neitherALostPartitionNorAFailedCommitEndsTheLoop() {
        AtomicBoolean refuse = new AtomicBoolean(true);
        try (LoopRig rig = new LoopRig(Protocol.SHARED, 2)) {
            LoopReplica replica = rig.start(
                    "a",
                    script -> script.producer((method, arguments, call) -> {
                        if (method.getName().equals("sendOffsetsToTransaction") && refuse.getAndSet(false)) {
                            throw new CommitFailedException("the group moved on");
                        }
                        return call.proceed();
                    }));
            rig.events(0, 4);
            replica.awaitOpen(4);

            LoopRig.get(rig.admin()
                    .removeMembersFromConsumerGroup(rig.group(), new RemoveMembersFromConsumerGroupOptions())
                    .all());
            await(() -> replica.listener().forgotten().size() == 4, "the partitions are lost");
            replica.awaitOpen(4);
            replica.listener().endAll();

            assertThat(rig.awaitAnswers(4).countsByTaskId()).hasSize(4).doesNotContainValue(2);
            assertThat(refuse).isFalse();
            assertThat(replica.hasEnded()).isFalse();
        }
    }

    @Test
    void complaint13_aTransactionLeftOpenByACrashIsEndedByTheRestart() {
        // Nobody waits this long: only the restarted replica can have ended it.
        try (LoopRig rig = new LoopRig(Protocol.STANDBY, 1).producer("transaction.timeout.ms", "600000")) {
            LoopReplica first = rig.start("a", script -> {
                script.listener().endsAtOnce(task -> true);
                script.producer((method, arguments, call) -> {
                    if (method.getName().equals("commitTransaction")) {
                        throw new LoopReplica.Crash();
                    }
                    return call.proceed();
                });
            });
            rig.events(0, 10);
            first.awaitEnd();

            rig.startAnswering("a");

            assertThat(rig.awaitAnswers(10).countsByTaskId()).hasSize(10).doesNotContainValue(2);
        }
    }

    @Test
    void complaint14_poisonIsADeadLetterAndHoldsNobodyUp() {
        try (LoopRig rig = new LoopRig(Protocol.STANDBY, 1)) {
            rig.send(0, "{".getBytes(UTF_8));
            rig.events(0, 5);
            rig.send(0, new byte[] {(byte) 0xFF, 0, 1});
            rig.send(0, null);
            rig.events(5, 10);
            LoopReplica replica = rig.startAnswering("a");

            assertThat(rig.awaitAnswers(10).countsByTaskId()).hasSize(10).doesNotContainValue(2);
            await(() -> replica.totals().deadLetters() == 2, "both are dead letters");
            assertThat(rig.deadLetters().records()).hasSize(2);
            assertThat(replica.totals().tombstones()).isEqualTo(1);
        }
    }

    @Test
    void complaint15_oneStuckTaskIsNotReportedAsAThousandAndARebalanceIsNotAnIllness() {
        try (LoopRig rig = new LoopRig(Protocol.SHARED, 2)) {
            LoopReplica replica = rig.start("a", script -> script.listener().endsAtOnce(isNot("task-0")));
            rig.events(0, 2_000);
            rig.awaitAnswers(1_999);
            await(() -> replica.status().tasks() == 1, "one task is in flight");

            assertThat(replica.partition(0)).get().satisfies(partition -> {
                assertThat(partition.tasks()).isEqualTo(1);
                assertThat(partition.watermark()).isZero();
                assertThat(partition.span()).isEqualTo(1_000);
            });
            LoopReplica guest = rig.start("b");
            await(() -> LoopRig.working(List.of(guest)) == 1, "the guest has its share");
            assertThat(replica.status().joined()).isTrue();
            guest.stop();
            await(() -> LoopRig.working(List.of(replica)) == 2, "all is back");
            replica.listener().endAll();
            rig.awaitAnswers(2_000);
            await(() -> rig.committed(0).offset() == rig.logEnd(0), "the lag is zero");
        }
    }

    private static Predicate<Accepted> isNot(String... ids) {
        return task -> !List.of(ids).contains(task.task().taskId());
    }

    /** One event in each committed transaction, and an aborted one after each. */
    private static void transactions(LoopRig rig, int count) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                rig.broker().bootstrapServers(),
                "transactional.id",
                rig.group() + "-upstream",
                "retry.backoff.ms",
                "5");
        try (KafkaProducer<byte[], byte[]> upstream =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            upstream.initTransactions();
            for (int i = 0; i < count; i++) {
                upstream.beginTransaction();
                LoopRig.get(upstream.send(
                        new ProducerRecord<>(rig.topics().created(), 0, null, LoopRig.json("task-" + i))));
                upstream.commitTransaction();
                upstream.beginTransaction();
                LoopRig.get(upstream.send(
                        new ProducerRecord<>(rig.topics().created(), 0, null, LoopRig.json("aborted-" + i))));
                upstream.abortTransaction();
            }
        }
    }
}

package io.mpsbridge.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpsbridge.clients.BrokerLimits;
import io.mpsbridge.clients.KafkaSettings;
import io.mpsbridge.event.Decoded;
import io.mpsbridge.event.EventDecoder;
import io.mpsbridge.event.EventEncoder;
import io.mpsbridge.event.InboundRecord;
import io.mpsbridge.event.KnownScopes;
import io.mpsbridge.event.RecordHeader;
import io.mpsbridge.offsets.OffsetMap;
import io.mpsbridge.offsets.OffsetTracker;
import io.mpsbridge.task.Accepted;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.AbstractList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidTxnTimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PublisherTest {

    private static final int TASKS = 3;
    private static final Duration POLL = Duration.ofMillis(100);
    private static final TopicPartition PARTITION = new TopicPartition("task-created", 0);

    private final KafkaSettings settings = new KafkaSettings(
            new KafkaSettings.Clients(Map.of(), Map.of(), Map.of()),
            new KafkaSettings.Topics("task-created", "task-completed", "task-failed", "task-created-dlt"),
            "group",
            "replica-1",
            KafkaSettings.Replicas.STANDBY,
            KafkaSettings.Start.EARLIEST,
            100,
            1 << 20,
            4096);
    private final Semaphore commits = new Semaphore(TASKS);
    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none");
    private final PollWakeup wakeup = new PollWakeup(consumer);
    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer()) {
                @Override
                public void commitTransaction() {
                    commits.acquireUninterruptibly();
                    super.commitTransaction();
                }
            };
    private final MockProducer<byte[], byte[]> next =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final LoopCounts counts = new LoopCounts();
    private final AtomicLong now = new AtomicLong();
    private final AssignedPartitions assigned = new AssignedPartitions();
    private final Publisher publisher = publisher();
    private List<Accepted> tasks = List.of();

    private Publisher publisher() {
        Admin admin = Admin.class.cast(Proxy.newProxyInstance(
                Admin.class.getClassLoader(), new Class<?>[] {Admin.class}, (proxy, method, arguments) -> {
                    throw new UnsupportedOperationException(method.getName());
                }));
        OutcomeWriter writer =
                new OutcomeWriter(() -> producer.closed() ? next : producer, Duration.ofSeconds(15), now::get, counts);
        return new Publisher(
                new LoopClients(consumer, wakeup, writer, admin, new BrokerLimits(admin, settings, now::get), counts),
                settings,
                new EventEncoder("task-completed", "task-failed", "task-created-dlt", "group"),
                assigned,
                new LostOffsets(new OffsetQueries(admin, settings), settings, now::get),
                now::get);
    }

    /** Tasks come in, and all but the first end. */
    @BeforeEach
    void tasksEnd() {
        AssignedPartition partition = assigned.assign(PARTITION);
        partition.begin(OffsetTracker.resuming(OffsetMap.startingAt(0), new UUID(0, 1), 4096), 0);
        partition.received(IntStream.range(0, TASKS)
                .mapToObj(offset ->
                        new ConsumerRecord<byte[], byte[]>("task-created", 0, offset, null, LoopRig.json("t" + offset)))
                .toList());
        tasks = new Intake(
                        settings,
                        new EventDecoder(InstantSource.system(), KnownScopes.any()),
                        assigned,
                        counts,
                        () -> true,
                        origin -> false)
                .admit()
                .tasks();
        tasks.stream()
                .skip(1)
                .forEach(
                        task -> publisher.add(new PendingOutput.Ended(task.origin(), OutcomeFixtures.completed(task))));
    }

    /** Invariant O4. */
    @Test
    void noPartitionBeginsWhileACommitForItIsUnderWay() {
        assertThat(publisher.isCommitting(PARTITION)).isFalse();

        while (!publisher.isCommitting(PARTITION)) {
            publisher.settle();
            publisher.begin();
        }
        finish();

        assertThat(producer.history()).hasSize(TASKS - 1);
        assertThat(publisher.isCommitting(PARTITION)).isFalse();
    }

    /** Invariant T1. */
    @Test
    void aTransactionRunsBesideTheLoopAndEverythingReadyGoesWithIt() {
        finish();

        assertThat(producer.history()).hasSize(TASKS - 1);
        assertThat(counts.completed).isEqualTo(TASKS - 1);
        assertThat(assigned.inFlight().tasks()).isEqualTo(1);
    }

    private void finish() {
        publisher.finish(
                Duration.ofSeconds(30), () -> now.addAndGet(Duration.ofMillis(1).toNanos()));
    }

    /** Invariant T6. */
    @Test
    void anOutputThatCanBePublishedAtOnceEndsThePoll() {
        finish();
        assertThat(publisher.patience(POLL)).isEqualTo(POLL);

        assertThat(endsThePoll(this::firstTaskEnds)).isTrue();
        assertThat(publisher.patience(POLL)).isZero();
        assertThat(endsThePoll(this::firstTaskEnds)).as("it is known already").isFalse();
    }

    /** Invariant T6: or else it would wait for the poll to return. */
    @Test
    void anOutputThatComesBeforeThePollKeepsItFromWaiting() {
        finish();
        firstTaskEnds();

        assertThat(publisher.patience(POLL)).isZero();
    }

    /** Invariant T6: outputs that come meanwhile go with the next transaction. */
    @Test
    @Timeout(30)
    void duringATransactionItsEndAloneEndsThePoll() {
        finish();
        wakeup.poll(POLL);
        commits.drainPermits();
        firstTaskEnds();
        publisher.begin();
        assertThat(publisher.patience(POLL)).isEqualTo(POLL);
        assertThat(endsThePoll(this::firstTaskEnds)).isFalse();

        commits.release();
        while (!endsThePoll(() -> {})) {
            Thread.onSpinWait();
        }
        publisher.settle();

        assertThat(producer.history()).hasSize(TASKS);
    }

    private void firstTaskEnds() {
        publisher.add(new PendingOutput.Ended(tasks.get(0).origin(), OutcomeFixtures.completed(tasks.get(0))));
    }

    private boolean endsThePoll(Runnable meanwhile) {
        consumer.schedulePollTask(meanwhile);
        try {
            wakeup.poll(POLL);
            return consumer.lastPollTimeout().isZero();
        } catch (WakeupException e) {
            return true;
        }
    }

    @Test
    void anExceptionThatNothingMendsIsThrownOnTheLoopsThreadAndNothingCountsAsDone() {
        producer.sendOffsetsToTransactionException = new TopicAuthorizationException("no right to write");
        assertThatThrownBy(this::finish).isInstanceOf(LoopStoppedException.class);
        producer.sendOffsetsToTransactionException = null;

        assertThat(producer.history()).isEmpty();
        assertThat(producer.consumerGroupOffsetsHistory()).isEmpty();
        assertThat(counts.completed).isZero();
        assertThat(assigned.inFlight().tasks()).isEqualTo(TASKS);
    }

    /** As on leaving the group after a failure: what may have been published is asked about, not taken for done. */
    @Test
    void whatAnExceptionKeptFromBeingPublishedIsNotDoneForTheNextTransaction() {
        producer.sendOffsetsToTransactionException = new ArithmeticException("planted");
        assertThatThrownBy(this::finish).isSameAs(producer.sendOffsetsToTransactionException);
        producer.sendOffsetsToTransactionException = null;

        assertThatThrownBy(this::finish)
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage("listConsumerGroupOffsets");

        assertThat(producer.history()).isEmpty();
        assertThat(producer.consumerGroupOffsetsHistory()).isEmpty();
        assertThat(assigned.inFlight().tasks()).isEqualTo(TASKS);
    }

    /** One too large to be written makes the encoder ask for the topic's limit, which here is beyond everything. */
    @Test
    void anExceptionWhileAnOutcomeIsEncodedMakesADeadLetterOfThatTaskAlone() {
        Accepted large = tasks.get(0);
        publisher.add(new PendingOutput.Ended(
                large.origin(), OutcomeFixtures.completed(large, "https://images.example/" + "x".repeat(2_000_000))));

        finish();

        assertThat(producer.history().stream().map(ProducerRecord::topic))
                .containsExactly("task-completed", "task-completed", "task-created-dlt");
        assertThat(counts.completed).isEqualTo(TASKS - 1);
        assertThat(counts.deadLettersByCode).containsExactly(Map.entry("internal-error", 1L));
        assertThat(assigned.inFlight().tasks()).isZero();
    }

    @Test
    void whatNotEvenADeadLetterCanBeMadeOfIsKeptAndHoldsNobodyUp() {
        List<RecordHeader> hostile = new AbstractList<>() {
            @Override
            public RecordHeader get(int index) {
                throw new ArithmeticException("planted");
            }

            @Override
            public int size() {
                return 1;
            }
        };
        InboundRecord record = new InboundRecord("task-created", 0, 0, Instant.EPOCH, null, new byte[] {1}, hostile);
        publisher.add(new PendingOutput.Unreadable(
                tasks.get(0).origin(), record, Decoded.Rejection.internalError(new ArithmeticException())));

        finish();

        assertThat(producer.history()).hasSize(TASKS - 1);
        assertThat(publisher.status().keptBack())
                .containsExactly(
                        Map.entry("a dead letter cannot be written: java.lang.ArithmeticException: planted", 1));
        assertThat(publisher.status().blockedBy()).isNull();
        assertThat(assigned.inFlight().tasks()).isEqualTo(1);
        assertThat(producer.consumerGroupOffsetsHistory()
                        .get(0)
                        .values()
                        .iterator()
                        .next()
                        .get(PARTITION)
                        .offset())
                .isZero();
    }

    @Test
    void theStatusSaysInTheBrokersWordsWhyNothingCanBePublishedUntilItCan() {
        producer.initTransactionException = new InvalidTxnTimeoutException("larger than the\nmaximum");
        publisher.begin();
        awaitSettled();

        assertThat(publisher.status().blockedBy())
                .isEqualTo("org.apache.kafka.common.errors.InvalidTxnTimeoutException: larger than the\uFFFDmaximum");
        finish();

        assertThat(publisher.status().blockedBy()).isNull();
        assertThat(next.history()).hasSize(TASKS - 1);
    }

    private void awaitSettled() {
        LoopRig.await(
                () -> {
                    publisher.settle();
                    return publisher.status().blockedBy() != null;
                },
                "the first try is over");
    }
}

package io.mpsbridge.kafka;

import io.mpsbridge.clients.ClientConfigs;
import io.mpsbridge.clients.ClientObserver;
import io.mpsbridge.clients.KafkaSettings;
import io.mpsbridge.event.Decoded;
import io.mpsbridge.event.EventDecoder;
import io.mpsbridge.event.EventEncoder;
import io.mpsbridge.task.Accepted;
import io.mpsbridge.task.Origin;
import io.mpsbridge.task.TaskOutcome;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that owns the consumer. Each turn polls, settles the finished transaction, starts newly assigned
 * partitions, admits records, hands ready outcomes to the next transaction, which runs beside the loop, and pauses
 * partitions without room. Rebalance callbacks run inside the poll, so none can fall between collecting outcomes and
 * reading the group metadata; the group refuses what a rebalance invalidates later ({@code src/docs/invariants.md}).
 *
 * <p>{@link #finished} and {@link #stop} may be called from any thread; {@link #status} is a snapshot.
 */
public final class BridgeLoop implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(BridgeLoop.class);
    private static final Duration POLL = Duration.ofMillis(100);
    /** While answers of the admin client are awaited, which do not end the poll. */
    private static final Duration LOADING_POLL = Duration.ofMillis(5);

    /** How long a rebalance waits for the current transaction and a last one. */
    private static final Duration REVOCATION = Duration.ofSeconds(5);

    private static final Duration LAST_TRANSACTION = Duration.ofSeconds(5);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration PAUSE_AFTER_ERROR = Duration.ofMillis(200);

    private final KafkaSettings settings;
    private final Consumer<byte[], byte[]> consumer;
    private final LoopClients clients;
    private final LoopListener listener;
    private final AssignedPartitions assigned = new AssignedPartitions();
    private final Intake intake;
    private final OffsetLoader loader;
    private final RecordFetcher fetcher;
    private final Publisher publisher;
    private final LoopStatusBoard board;
    private final LongSupplier nanos;
    private final InstantSource wall;
    private final QuotaShareNotifier shareNotifier;
    /**
     * Set once the loop has published what it could: if fenced, it must not take the transactional id back while
     * leaving.
     */
    private boolean leaving;

    private final CountDownLatch stop = new CountDownLatch(1);

    BridgeLoop(
            KafkaSettings settings,
            LoopClients clients,
            Codec codec,
            LoopListener listener,
            LongSupplier nanos,
            InstantSource wall) {
        this.settings = settings;
        this.clients = clients;
        this.consumer = clients.consumer();
        this.listener = listener;
        this.nanos = nanos;
        this.wall = wall;
        this.loader = new OffsetLoader(clients, settings, assigned, this::restart, nanos);
        this.intake = new Intake(
                settings,
                codec.decoder(),
                assigned,
                clients.counts(),
                listener::hasPermits,
                loader.lost()::mayBeAnswered);
        this.fetcher = new RecordFetcher(clients, assigned, this::restart, nanos);
        this.shareNotifier = new QuotaShareNotifier(consumer, settings.topics().created(), nanos);
        this.publisher = new Publisher(clients, settings, codec.encoder(), assigned, loader.lost(), nanos);
        this.board = new LoopStatusBoard(consumer, assigned, clients.counts(), nanos, publisher::status, loader.lost());
    }

    /** The wire format. */
    public record Codec(EventDecoder decoder, EventEncoder encoder) {}

    /** Creates a loop that owns its clients. Fails if a client rejects its configuration. */
    public static BridgeLoop create(
            KafkaSettings settings,
            Codec codec,
            LoopListener listener,
            ClientObserver observer,
            LongSupplier nanos,
            InstantSource wall) {
        return new BridgeLoop(settings, LoopClients.open(settings, nanos, observer), codec, listener, nanos, wall);
    }

    /** Reports that a task has ended; from any thread, never blocks. */
    public void finished(Origin origin, TaskOutcome outcome) {
        publisher.add(new PendingOutput.Ended(origin, outcome));
    }

    /** Turns the event into a dead letter after an unexpected exception; from any thread, never blocks. */
    public void failed(Accepted event, Throwable error) {
        LOG.atError()
                .addKeyValue("partition", event.origin().partition())
                .addKeyValue("offset", event.origin().offset())
                .setCause(error)
                .log("an unexpected exception cost an event its answer; it becomes a dead letter");
        publisher.add(new PendingOutput.Broken(event.origin(), event.task(), Decoded.Rejection.internalError(error)));
    }

    /** Makes {@link #run} publish what is ready and return; from any thread. */
    public void stop() {
        stop.countDown();
    }

    /** A recent snapshot. */
    public LoopStatus status() {
        return board.latest();
    }

    /**
     * Runs until {@link #stop}; then publishes what is ready and leaves the group.
     *
     * @throws LoopStoppedException if an operator has to act first; the message says how
     */
    @Override
    public void run() {
        try {
            clients.limits().begin();
            Duration session = new ClientConfigs(settings).classicSession().orElseGet(this::consumerSession);
            Lease lease = new Lease(new ConsumerMetrics(consumer), session, nanos, wall);
            consumer.subscribe(Set.of(settings.topics().created()), new Rebalance(lease));
            while (stop.getCount() > 0) {
                turn();
                tellLease(lease);
            }
            publisher.finish(LAST_TRANSACTION, () -> {});
        } catch (FencedInstanceIdException e) {
            throw new LoopStoppedException(
                    "another live process of group " + settings.groupId() + " uses the instance id "
                            + settings.instanceId() + "; give each replica its own bridge.instance-id"
                            + " (BRIDGE_INSTANCE_ID)",
                    e);
        } finally {
            close();
        }
    }

    /** Closes the clients of a loop that will never {@link #run}. */
    public void discard() {
        close();
    }

    /** The session timeout, set by the broker; the lease must not outlast it. */
    private Duration consumerSession() {
        clients.limits().refresh();
        return clients.limits().consumerSession();
    }

    private void tellLease(Lease lease) {
        long end = lease.look();
        listener.leaseUntil(end, lease.wallEndMillis());
        Duration silenced = lease.silencedByClock();
        if (!silenced.isZero()) {
            throw new LoopStoppedException(
                    "this machine's clock was set back by " + silenced.toSeconds()
                            + " s; Kafka's client waits by it and would be silent for as long. Restart the process",
                    null);
        }
    }

    private void turn() {
        poll();
        publisher.settle();
        loader.load(assigned.loading().stream()
                .filter(partition -> !publisher.isCommitting(partition.topicPartition()))
                .toList());
        Intake.Admitted admitted = intake.admit();
        admitted.deadLetters().forEach(publisher::add);
        if (!admitted.tasks().isEmpty()) {
            listener.watch(admitted.tasks());
        }
        publisher.begin();
        tellShare();
        pause();
        board.update(consumer.groupMetadata().generationId() >= 0, fetcher.failure());
    }

    private void poll() {
        if (!fetcher.poll(patience())) {
            pauseAfterError();
        }
    }

    private Duration patience() {
        return assigned.loading().isEmpty() ? publisher.patience(POLL) : LOADING_POLL;
    }

    private void pauseAfterError() {
        try {
            stop.await(PAUSE_AFTER_ERROR.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stop();
        }
    }

    /** Discards all state of the partition: it starts again at its committed offset. */
    private void restart(TopicPartition partition) {
        drop(List.of(partition));
        assigned.assign(partition);
    }

    /** Recomputed from scratch, because a rebalance may have cleared the consumer's own flags. */
    private void pause() {
        consumer.pause(topicPartitions(state -> state.pause() != null));
        consumer.resume(topicPartitions(state -> state.pause() == null));
    }

    private List<TopicPartition> topicPartitions(Predicate<PartitionState> states) {
        return assigned.in(states).stream()
                .map(AssignedPartition::topicPartition)
                .toList();
    }

    /** The quota's permits follow the partitions. */
    private void tellShare() {
        Set<Integer> owned =
                assigned.all().stream().map(AssignedPartition::number).collect(Collectors.toSet());
        shareNotifier.tell(owned, loader.partitionCount(), listener);
    }

    private void drop(Collection<TopicPartition> partitions) {
        for (TopicPartition each : partitions) {
            AssignedPartition dropped = assigned.drop(each);
            if (dropped != null) {
                listener.forget(dropped.number(), dropped.epoch());
            }
        }
    }

    private void close() {
        leaving = true;
        try {
            consumer.close(CloseOptions.timeout(CLOSE_TIMEOUT)
                    .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
        } catch (KafkaException e) {
            LOG.atWarn().addKeyValue("reason", e.toString()).log("the consumer did not close in order");
        }
        publisher.close();
        clients.admin().close(CLOSE_TIMEOUT);
    }

    /** Runs inside the poll, on the loop's thread; throws only to stop the loop. */
    private final class Rebalance implements ConsumerRebalanceListener {
        private final Lease lease;

        Rebalance(Lease lease) {
            this.lease = lease;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            partitions.forEach(assigned::assign);
            consumer.pause(partitions);
            // Any position will do: as long as one partition has none, every poll fails for all of them.
            partitions.forEach(each -> consumer.seek(each, 0));
            lease.assigned();
            LOG.atInfo().addKeyValue("partitions", partitions.toString()).log("partitions assigned");
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            // Finished work goes into one last transaction; the next owner asks again about the rest.
            try {
                if (!leaving) {
                    publisher.finish(REVOCATION, () -> tellLease(lease));
                }
            } finally {
                drop(partitions);
                tellShare();
            }
            LOG.atInfo().addKeyValue("partitions", partitions.toString()).log("partitions revoked");
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            lease.lost();
            drop(partitions);
            tellShare();
            LOG.atWarn()
                    .addKeyValue("partitions", partitions.toString())
                    .log("partitions lost; nothing is committed for them");
        }
    }
}

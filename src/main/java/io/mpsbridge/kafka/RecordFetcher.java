package io.mpsbridge.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls, and sees to it that a partition that cannot be read stops itself alone. The client throws out of the poll for
 * all partitions what goes wrong with one: a corrupt batch, or a codec whose library cannot be loaded, which is an
 * {@link Error}. That partition is found, {@linkplain PauseReason#UNREADABLE held} with the root cause, and tried again
 * by itself; the others go on.
 *
 * <p>Nothing is skipped by that: after an {@link Error} the client has moved past records of other partitions that it
 * never returned, so that every partition is taken back to what was received. Owned by the loop's thread.
 */
final class RecordFetcher {

    private static final Logger LOG = LoggerFactory.getLogger(RecordFetcher.class);
    private static final long RETRY = Duration.ofSeconds(30).toNanos();

    private final Consumer<byte[], byte[]> consumer;
    private final AssignedPartitions assigned;
    private final java.util.function.Consumer<TopicPartition> restart;
    private final LongSupplier nanos;
    private final SuspectSearch search = new SuspectSearch();
    /** Held just now; the client still has the broken batch in hand, and lets it go in a poll at another position. */
    private Set<TopicPartition> draining = Set.of();

    /** @param restart ends a partition's assignment and begins another: nothing known of it counts any more */
    RecordFetcher(
            Consumer<byte[], byte[]> consumer,
            AssignedPartitions assigned,
            java.util.function.Consumer<TopicPartition> restart,
            LongSupplier nanos) {
        this.consumer = consumer;
        this.assigned = assigned;
        this.restart = restart;
        this.nanos = nanos;
    }

    /**
     * One poll.
     *
     * @return false if it failed for no partition's sake; better wait a moment before the next
     * @throws LoopStoppedException if something has to be fixed first
     */
    boolean poll(Duration wait) {
        assigned.all().forEach(work -> work.retry(nanos.getAsLong()));
        Set<TopicPartition> drained = drain();
        try {
            narrow();
            ConsumerRecords<byte[], byte[]> records = consumer.poll(drained.isEmpty() ? wait : Duration.ZERO);
            take(records);
            search.quiet(records.partitions(), nanos.getAsLong());
            return true;
        } catch (InvalidOffsetException e) {
            lostPlace(e);
            return true;
        } catch (FencedInstanceIdException | WakeupException | LoopStoppedException e) {
            throw e;
        } catch (AuthenticationException | AuthorizationException | InvalidTopicException e) {
            throw new LoopStoppedException("reading stopped: " + e.getMessage(), e);
        } catch (VirtualMachineError e) {
            throw e;
        } catch (RuntimeException | Error e) {
            return failed(e);
        } finally {
            drained.forEach(this::takeBack);
        }
    }

    /** Elsewhere for one poll: what the client has in hand for the right position is let go. */
    private Set<TopicPartition> drain() {
        Set<TopicPartition> now = draining.stream()
                .filter(partition -> unreadable(partition).isPresent())
                .collect(Collectors.toSet());
        draining = Set.of();
        for (TopicPartition partition : now) {
            unreadable(partition).ifPresent(work -> consumer.seek(partition, work.position() + 1));
        }
        consumer.resume(now);
        return now;
    }

    private void takeBack(TopicPartition partition) {
        unreadable(partition).ifPresent(work -> {
            consumer.pause(List.of(partition));
            consumer.seek(partition, work.position());
        });
    }

    private Optional<AssignedPartition> unreadable(TopicPartition partition) {
        return Optional.ofNullable(assigned.of(partition)).filter(AssignedPartition::isUnreadable);
    }

    /** Only those that are tried; all flags are set anew at the end of the turn. */
    private void narrow() {
        if (search.isOn()) {
            Set<TopicPartition> tried = search.tried();
            consumer.pause(partitions(work -> !tried.contains(work.partition())));
        }
    }

    private void take(ConsumerRecords<byte[], byte[]> records) {
        for (TopicPartition partition : records.partitions()) {
            AssignedPartition work = assigned.of(partition);
            if (work != null && canTake(work)) {
                work.received(records.records(partition));
            }
        }
        // Steps over what the log does not hold, such as transaction markers, even where no record came.
        records.nextOffsets().forEach((partition, next) -> {
            AssignedPartition work = assigned.of(partition);
            if (work != null && canTake(work)) {
                work.position(next.offset());
                if (work.isOnTrial()) {
                    work.readable();
                    LOG.atInfo().addKeyValue("partition", partition.toString()).log("a partition can be read again");
                }
            }
        });
    }

    private static boolean canTake(AssignedPartition work) {
        return work.isWorking() && !work.isUnreadable() && !work.isLocating();
    }

    /** The log does not hold what was to be read. Those that are not begun yet are sought when they are. */
    private void lostPlace(InvalidOffsetException failure) {
        for (TopicPartition partition : failure.partitions()) {
            AssignedPartition work = assigned.of(partition);
            if (work == null || !canTake(work)) {
                continue;
            }
            if (failure instanceof LogTruncationException) {
                LOG.atError()
                        .addKeyValue("partition", partition.toString())
                        .addKeyValue("reason", failure.toString())
                        .log("a partition was cut off: it begins again at what was committed");
                restart.accept(partition);
            } else {
                work.locate();
            }
        }
    }

    /** Finds whose trouble it is, or says that it is nobody's. */
    private boolean failed(Throwable failure) {
        stopIfTold(failure);
        assigned.all().stream()
                .filter(RecordFetcher::canTake)
                .forEach(work -> consumer.seek(work.partition(), work.position()));
        Optional<AssignedPartition> culprit =
                UnreadableBatch.partition(failure, assigned).or(this::onlyOneOnTrial);
        if (culprit.isEmpty() && search.isOn()) {
            if (search.isNobodys()) {
                search.stop();
                return nobodys(failure);
            }
            culprit = search.failed(nanos.getAsLong()).map(assigned::of);
        } else if (culprit.isEmpty()) {
            search.start(
                    partitions(AssignedPartition::isOnTrial),
                    partitions(work -> canTake(work) && !work.isOnTrial() && work.pause() == null),
                    nanos.getAsLong());
            return true;
        }
        culprit.ifPresent(work -> hold(work, failure));
        return true;
    }

    /** It failed before, and the first failure after it was let in again will be its own. */
    private Optional<AssignedPartition> onlyOneOnTrial() {
        List<AssignedPartition> onTrial =
                assigned.all().stream().filter(AssignedPartition::isOnTrial).toList();
        return onTrial.size() == 1 ? Optional.of(onTrial.get(0)) : Optional.empty();
    }

    /** The client wraps what rebalance callbacks throw. */
    private static void stopIfTold(Throwable failure) {
        Throwable cause = failure.getCause();
        if (cause instanceof LoopStoppedException || cause instanceof FencedInstanceIdException) {
            throw (RuntimeException) cause;
        }
    }

    private static boolean nobodys(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException unexpected && !(failure instanceof KafkaException)) {
            throw unexpected;
        }
        LOG.atWarn().addKeyValue("reason", failure.toString()).log("a poll failed and is tried again");
        return false;
    }

    private void hold(AssignedPartition work, Throwable failure) {
        TopicPartition partition = work.partition();
        String reason = UnreadableBatch.reason(failure, work.position());
        if (!reason.equals(work.heldBecause())) {
            LOG.atError()
                    .addKeyValue("partition", partition.toString())
                    .addKeyValue("offset", work.position())
                    .addKeyValue("reason", reason)
                    .setCause(failure)
                    .log("a partition cannot be read");
        }
        work.unreadable(reason, nanos.getAsLong() + RETRY);
        draining = Set.of(partition);
    }

    private Set<TopicPartition> partitions(Predicate<AssignedPartition> which) {
        return assigned.all().stream()
                .filter(which)
                .map(AssignedPartition::partition)
                .collect(Collectors.toSet());
    }
}

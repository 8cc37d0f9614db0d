package io.mpsbridge.kafka;

import io.mpsbridge.input.ForeignText;
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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls, and isolates partitions that cannot be read. The client's poll fails for all partitions when one of them
 * fails: a corrupt batch, or a codec whose library cannot be loaded, which is an {@link Error}. That partition is
 * found, {@linkplain PauseReason#UNREADABLE held} with the root cause, and retried automatically; the others go on.
 *
 * <p>Nothing is skipped: after an {@link Error} the client has moved past records of other partitions that it never
 * returned, so every partition seeks back to what was received. Owned by the loop's thread.
 */
final class RecordFetcher {

    private static final Logger LOG = LoggerFactory.getLogger(RecordFetcher.class);
    private static final long RETRY_NANOS = Duration.ofSeconds(30).toNanos();

    private final Consumer<byte[], byte[]> consumer;
    private final PollWakeup wakeup;
    private final AssignedPartitions assigned;
    private final java.util.function.Consumer<TopicPartition> restart;
    private final LongSupplier nanos;
    private final UnreadablePartitionSearch search = new UnreadablePartitionSearch();
    /** Held just now; the client still buffers the broken batch, and drops it in a poll at another position. */
    private Set<TopicPartition> draining = Set.of();
    /** Of the newest poll. */
    private @Nullable String failure;

    /** @param restart ends a partition's assignment and starts another, discarding all its state */
    RecordFetcher(
            LoopClients clients,
            AssignedPartitions assigned,
            java.util.function.Consumer<TopicPartition> restart,
            LongSupplier nanos) {
        this.consumer = clients.consumer();
        this.wakeup = clients.wakeup();
        this.assigned = assigned;
        this.restart = restart;
        this.nanos = nanos;
    }

    /**
     * Polls once.
     *
     * @return false if it failed for no single partition; wait a moment before the next
     * @throws LoopStoppedException if an operator has to act first
     */
    boolean poll(Duration wait) {
        assigned.all().forEach(each -> each.move(state -> state.at(nanos.getAsLong())));
        Set<TopicPartition> drained = drain();
        try {
            narrow();
            ConsumerRecords<byte[], byte[]> records = wakeup.poll(drained.isEmpty() ? wait : Duration.ZERO);
            take(records);
            search.quiet(records.partitions(), nanos.getAsLong());
            failure = null;
            return true;
        } catch (WakeupException e) {
            return true;
        } catch (InvalidOffsetException e) {
            lostPlace(e);
            return true;
        } catch (FencedInstanceIdException | LoopStoppedException e) {
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

    /** Seeks elsewhere for one poll, so that the client drops what it has buffered. */
    private Set<TopicPartition> drain() {
        Set<TopicPartition> drained =
                draining.stream().filter(each -> unreadable(each).isPresent()).collect(Collectors.toSet());
        draining = Set.of();
        drained.forEach(each -> unreadable(each).ifPresent(partition -> consumer.seek(each, partition.position() + 1)));
        consumer.resume(drained);
        return drained;
    }

    private void takeBack(TopicPartition drained) {
        unreadable(drained).ifPresent(partition -> {
            consumer.pause(List.of(drained));
            consumer.seek(drained, partition.position());
        });
    }

    private Optional<AssignedPartition> unreadable(TopicPartition topicPartition) {
        return Optional.ofNullable(assigned.of(topicPartition))
                .filter(partition -> partition.state().pause() == PauseReason.UNREADABLE);
    }

    private Optional<AssignedPartition> reading(TopicPartition topicPartition) {
        return Optional.ofNullable(assigned.of(topicPartition))
                .filter(partition -> partition.state().isReading());
    }

    /** Resumes only the partitions on trial; all flags are set anew at the end of the turn. */
    private void narrow() {
        if (search.isOn()) {
            Set<TopicPartition> others = topicPartitions(state -> true);
            others.removeAll(search.tried());
            consumer.pause(others);
        }
    }

    private void take(ConsumerRecords<byte[], byte[]> records) {
        for (TopicPartition each : records.partitions()) {
            reading(each).ifPresent(partition -> partition.received(records.records(each)));
        }
        // Skips what the log does not hold, such as transaction markers, even if no record came.
        records.nextOffsets()
                .forEach((each, next) -> reading(each).ifPresent(partition -> {
                    if (partition.state().isOnTrial()) {
                        LOG.atInfo().addKeyValue("partition", each.toString()).log("a partition can be read again");
                    }
                    partition.readUpTo(next.offset());
                }));
    }

    /** The log no longer holds the position. Partitions that have not begun seek when they do. */
    private void lostPlace(InvalidOffsetException failure) {
        for (TopicPartition each : failure.partitions()) {
            if (!(failure instanceof LogTruncationException)) {
                reading(each).ifPresent(partition -> partition.move(PartitionState::placeLost));
            } else if (reading(each).isPresent()) {
                LOG.atError()
                        .addKeyValue("partition", each.toString())
                        .addKeyValue("reason", failure.toString())
                        .log("a partition was cut off: it begins again at what was committed");
                restart.accept(each);
            }
        }
    }

    /** Finds the partition that fails, or reports that none does. */
    private boolean failed(Throwable failure) {
        stopIfTold(failure);
        assigned.in(PartitionState::isReading)
                .forEach(partition -> consumer.seek(partition.topicPartition(), partition.position()));
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
                    topicPartitions(PartitionState::isOnTrial),
                    topicPartitions(state -> state.isReading() && !state.isOnTrial() && state.pause() == null),
                    nanos.getAsLong());
            return true;
        }
        // It may have been reassigned since the search began.
        culprit.filter(partition -> partition.state().isBegun()).ifPresent(partition -> hold(partition, failure));
        return true;
    }

    /** It failed before, so the first failure since it resumed counts as its own. */
    private Optional<AssignedPartition> onlyOneOnTrial() {
        List<AssignedPartition> onTrial = assigned.in(PartitionState::isOnTrial);
        return onTrial.size() == 1 ? Optional.of(onTrial.get(0)) : Optional.empty();
    }

    /** The client wraps exceptions of rebalance callbacks. */
    private static void stopIfTold(Throwable failure) {
        Throwable cause = failure.getCause();
        if (cause instanceof LoopStoppedException || cause instanceof FencedInstanceIdException) {
            throw (RuntimeException) cause;
        }
    }

    private boolean nobodys(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        if (thrown instanceof RuntimeException unexpected && !(thrown instanceof KafkaException)) {
            throw unexpected;
        }
        String reason = ForeignText.of(thrown);
        if (!reason.equals(failure)) {
            LOG.atWarn().addKeyValue("reason", reason).log("a poll failed and is tried again");
        }
        failure = reason;
        return false;
    }

    /** Why the newest poll failed, if that was no single partition's fault. */
    @Nullable String failure() {
        return failure;
    }

    private void hold(AssignedPartition partition, Throwable failure) {
        String reason = UnreadableBatch.reason(failure, partition.position());
        if (!reason.equals(partition.state().heldBecause())) {
            LOG.atError()
                    .addKeyValue("partition", partition.toString())
                    .addKeyValue("offset", partition.position())
                    .addKeyValue("reason", reason)
                    .setCause(failure)
                    .log("a partition cannot be read");
        }
        partition.move(state -> state.unreadable(reason, nanos.getAsLong() + RETRY_NANOS));
        draining = Set.of(partition.topicPartition());
    }

    private Set<TopicPartition> topicPartitions(Predicate<PartitionState> states) {
        return assigned.in(states).stream()
                .map(AssignedPartition::topicPartition)
                .collect(Collectors.toSet());
    }
}

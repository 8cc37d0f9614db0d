package io.mpsbridge.kafka;

import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.jspecify.annotations.Nullable;

/**
 * The broker's answers that one partition needs before it is read. Owned by the loop's thread.
 *
 * @param firstAfterAnswers the first offset later than all answers, -1 if there is none; asked only if nothing was
 *     committed
 */
record PartitionLoad(
        AssignedPartition partition,
        long sinceNanos,
        PendingAnswer<Optional<OffsetAndMetadata>> committed,
        PendingAnswer<Long> begin,
        PendingAnswer<Long> end,
        PendingAnswer<TopicDescription> topic,
        PendingAnswer<Long> firstAfterAnswers) {

    /** Offsets in a partition's log, from {@code begin} up to but not including {@code end}. */
    record LogRange(long begin, long end) {}

    PartitionLoad(AssignedPartition partition, long sinceNanos) {
        this(
                partition,
                sinceNanos,
                new PendingAnswer<>(),
                new PendingAnswer<>(),
                new PendingAnswer<>(),
                new PendingAnswer<>(),
                new PendingAnswer<>());
    }

    /** Call only once it {@link #isComplete}. */
    LogRange log() {
        return new LogRange(begin.get(), Math.max(begin.get(), end.get()));
    }

    void look(long nowNanos) {
        answers().forEach(answer -> answer.look(nowNanos));
    }

    boolean isComplete() {
        return answers().allMatch(PendingAnswer::isThere);
    }

    @Nullable Throwable failure() {
        return answers()
                .map(PendingAnswer::failure)
                .flatMap(Stream::ofNullable)
                .findFirst()
                .orElse(null);
    }

    /** A relocated partition does not need its committed offset. */
    private Stream<PendingAnswer<?>> answers() {
        Stream<PendingAnswer<?>> log = Stream.of(begin, end, topic);
        return partition.state().isBegun() ? log : Stream.concat(Stream.of(committed), log);
    }
}

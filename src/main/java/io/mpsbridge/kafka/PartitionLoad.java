package io.mpsbridge.kafka;

import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.jspecify.annotations.Nullable;

/**
 * What has to be known of one partition before it is read, each answer by itself. Owned by the loop's thread.
 *
 * @param firstAfterAnswers the first offset later than all answers, -1 where there is none; asked for only where nothing
 *     was committed
 */
record PartitionLoad(
        AssignedPartition partition,
        long sinceNanos,
        PendingAnswer<Optional<OffsetAndMetadata>> committed,
        PendingAnswer<Long> begin,
        PendingAnswer<Long> end,
        PendingAnswer<TopicDescription> topic,
        PendingAnswer<Long> firstAfterAnswers) {

    /** What the log of a partition holds: offsets from {@code begin} up to but not including {@code end}. */
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

    /** One that only lost its place in the log needs nothing of what was committed. */
    private Stream<PendingAnswer<?>> answers() {
        Stream<PendingAnswer<?>> log = Stream.of(begin, end, topic);
        return partition.state().isBegun() ? log : Stream.concat(Stream.of(committed), log);
    }
}

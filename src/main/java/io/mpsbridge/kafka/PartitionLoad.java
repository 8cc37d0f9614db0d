package io.mpsbridge.kafka;

import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.jspecify.annotations.Nullable;

/** What has to be known of one partition before it is read, each answer by itself. Owned by the loop's thread. */
final class PartitionLoad {

    /** What the log of a partition holds: offsets from {@code begin} up to but not including {@code end}. */
    record LogRange(long begin, long end) {}

    private final AssignedPartition partition;
    private final long sinceNanos;
    private final PendingAnswer<Optional<OffsetAndMetadata>> committed = new PendingAnswer<>();
    private final PendingAnswer<Long> begin = new PendingAnswer<>();
    private final PendingAnswer<Long> end = new PendingAnswer<>();
    private final PendingAnswer<TopicDescription> topic = new PendingAnswer<>();
    private final PendingAnswer<Long> firstAfterAnswers = new PendingAnswer<>();

    PartitionLoad(AssignedPartition partition, long now) {
        this.partition = partition;
        this.sinceNanos = now;
    }

    AssignedPartition partition() {
        return partition;
    }

    long sinceNanos() {
        return sinceNanos;
    }

    PendingAnswer<Optional<OffsetAndMetadata>> committed() {
        return committed;
    }

    PendingAnswer<Long> begin() {
        return begin;
    }

    PendingAnswer<Long> end() {
        return end;
    }

    PendingAnswer<TopicDescription> topic() {
        return topic;
    }

    /** The first offset later than all answers, -1 where there is none; asked for only where nothing was committed. */
    PendingAnswer<Long> firstAfterAnswers() {
        return firstAfterAnswers;
    }

    /** Call only once it {@link #isComplete}. */
    LogRange log() {
        return new LogRange(begin.get(), Math.max(begin.get(), end.get()));
    }

    void look(long now) {
        answers().forEach(answer -> answer.look(now));
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

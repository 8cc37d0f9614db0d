package io.mpsbridge.check;

import io.mpsbridge.clients.KafkaSettings;
import io.mpsbridge.kafka.OffsetQueries;
import io.mpsbridge.offsets.DecodedOffsets;
import io.mpsbridge.offsets.OffsetMapCodec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Where the group begins, and what is committed that the bridge cannot use. */
final class OffsetCheck {

    private static final int SHOWN = 5;

    private final KafkaSettings settings;
    private final Commands commands;
    private final String what;

    OffsetCheck(KafkaSettings settings, Commands commands) {
        this.settings = settings;
        this.commands = commands;
        this.what = "offsets of " + settings.groupId();
    }

    /** @param created null if it could not be described */
    List<Finding> findings(Admin admin, @Nullable TopicDescription created) throws InterruptedException {
        if (created == null) {
            return List.of();
        }
        if (isTooOld(admin)) {
            return List.of(Finding.bad(
                    "kafka", "the brokers are older than 2.5, which cannot commit offsets exactly once: upgrade them"));
        }
        Reply<Map<TopicPartition, OffsetAndMetadata>> reply =
                Reply.of(admin.listConsumerGroupOffsets(settings.groupId()).partitionsToOffsetAndMetadata());
        if (reply.answer().isEmpty()) {
            return List.of(Finding.bad(what, "committed offsets cannot be read: " + reply.reason()));
        }
        Map<TopicPartition, OffsetAndMetadata> committed =
                new HashMap<>(reply.answer().get());
        committed.values().removeIf(offset -> offset == null);
        List<Finding> findings = new ArrayList<>();
        otherTopics(committed.keySet()).ifPresent(findings::add);
        committed.keySet().removeIf(partition -> !partition.topic().equals(created.name()));
        if (committed.isEmpty()) {
            findings.add(beginning(admin));
            return findings;
        }
        committed.forEach((partition, offset) ->
                unusable(partition, offset, OffsetQueries.topicId(created)).ifPresent(findings::add));
        findings.add(Finding.good(what, "it resumes at its committed offsets"));
        return findings;
    }

    /** The loop asks for stable offsets, which came with what transactions need of a group. */
    private boolean isTooOld(Admin admin) throws InterruptedException {
        TopicPartition any = new TopicPartition(settings.topics().created(), 0);
        return Reply.of(admin.listConsumerGroupOffsets(
                                Map.of(
                                        settings.groupId(),
                                        new ListConsumerGroupOffsetsSpec().topicPartitions(List.of(any))),
                                new ListConsumerGroupOffsetsOptions()
                                        .requireStable(true)
                                        .timeoutMs(3_000))
                        .all())
                .failedAs(KafkaFailure.TOO_OLD);
    }

    private Optional<Finding> otherTopics(Set<TopicPartition> committed) {
        Set<String> others = committed.stream()
                .map(TopicPartition::topic)
                .filter(topic -> !topic.equals(settings.topics().created()))
                .collect(Collectors.toSet());
        return others.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        Finding.warning(
                                what,
                                "it has committed offsets of " + few(others)
                                        + " too: unless bridge.topics.created was changed, another application uses this group"));
    }

    private Finding beginning(Admin admin) throws InterruptedException {
        Reply<Optional<Instant>> newest = Reply.of(new OffsetQueries(admin, settings).newestAnswer());
        String start = settings.start() == KafkaSettings.Start.LATEST ? "latest" : "earliest";
        return newest.answer()
                .flatMap(answered -> answered)
                .map(time -> Finding.warning(
                        what,
                        "it has no committed offsets, though the output topics hold answers up to " + time
                                + ": it is a new group, or they were lost. It begins at bridge.start=" + start
                                + (settings.start() == KafkaSettings.Start.LATEST
                                        ? ", so events without an answer yet stay without"
                                        : " and answers again what still is on the topic")
                                + ". To begin elsewhere, reset them with kafka-consumer-groups to a time before the"
                                + " oldest event without an answer"))
                .orElseGet(() -> Finding.good(what, "it has no committed offsets: it begins at bridge.start=" + start));
    }

    /** The loop holds such a partition. */
    private Optional<Finding> unusable(TopicPartition partition, OffsetAndMetadata committed, UUID topicId) {
        DecodedOffsets decoded =
                OffsetMapCodec.decode(committed.metadata(), committed.offset(), topicId, Long.MAX_VALUE);
        boolean held = decoded instanceof DecodedOffsets.Unreadable unreadable
                && switch (unreadable.problem()) {
                    case BROKEN, UNKNOWN_VERSION, OTHER_OFFSET -> true;
                    case OTHER_TOPIC, BEYOND_LOG_END -> false;
                };
        return held
                ? Optional.of(Finding.bad(
                                what,
                                "partition " + partition.partition() + " is held: the metadata of the committed offset "
                                        + committed.offset() + " cannot be trusted ("
                                        + ((DecodedOffsets.Unreadable) decoded).detail()
                                        + "). Stop all replicas and reset it: what lies above is asked about again,"
                                        + " under the same event ids")
                        .fixedBy(commands.resetOffsets(
                                settings.groupId(),
                                partition.topic() + ":" + partition.partition(),
                                "--to-offset " + committed.offset())))
                : Optional.empty();
    }

    /** The first few names, in order. */
    static String few(Collection<String> names) {
        String first = names.stream().sorted().limit(SHOWN).collect(Collectors.joining(", "));
        return names.size() > SHOWN ? first + " and " + (names.size() - SHOWN) + " more" : first;
    }
}

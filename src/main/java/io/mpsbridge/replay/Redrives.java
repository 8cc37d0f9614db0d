package io.mpsbridge.replay;

import io.mpsbridge.clients.ClientConfigs;
import io.mpsbridge.clients.KafkaSettings;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Which dead letters were sent again, and by which names, as far as the brokers still hold the progress of these. */
public final class Redrives {
    private static final int PATIENCE_SECONDS = 15;

    private final String topic;
    private final SortedMap<String, Map<TopicPartition, OffsetAndMetadata>> byName;

    private Redrives(String topic, SortedMap<String, Map<TopicPartition, OffsetAndMetadata>> byName) {
        this.topic = topic;
        this.byName = byName;
    }

    /**
     * Reads the progress of all replays of this group.
     *
     * @throws ReplayException if the brokers do not tell it
     */
    public static Redrives read(KafkaSettings kafka) throws InterruptedException {
        String prefix = Replay.group(kafka, "");
        try (Admin admin = Admin.create(new ClientConfigs(kafka).admin())) {
            Collection<GroupListing> groups = admin.listGroups().valid().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            Map<String, ListConsumerGroupOffsetsSpec> asked = groups.stream()
                    .map(GroupListing::groupId)
                    .filter(group -> group.startsWith(prefix))
                    .collect(Collectors.toMap(Function.identity(), group -> new ListConsumerGroupOffsetsSpec()));
            SortedMap<String, Map<TopicPartition, OffsetAndMetadata>> byName = new TreeMap<>();
            if (!asked.isEmpty()) {
                admin.listConsumerGroupOffsets(asked)
                        .all()
                        .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
                        .forEach((group, offsets) -> byName.put(group.substring(prefix.length()), offsets));
            }
            return new Redrives(kafka.topics().deadLetter(), byName);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new ReplayException(
                    "the brokers do not tell which letters were sent again: " + cause.getMessage(), e);
        }
    }

    /** The names that have sent this letter; a name with a question mark may have. */
    public List<String> of(int partition, long offset) {
        TopicPartition place = new TopicPartition(topic, partition);
        return byName.entrySet().stream()
                .flatMap(each -> Checkpoint.of(each.getValue().get(place))
                        .map(Checkpoint::offsets)
                        .filter(offsets -> offsets.has(offset))
                        .map(offsets -> each.getKey() + (offsets.hasExactly(offset) ? "" : "?"))
                        .stream())
                .toList();
    }
}

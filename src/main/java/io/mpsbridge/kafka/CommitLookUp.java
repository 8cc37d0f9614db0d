package io.mpsbridge.kafka;

import io.mpsbridge.input.ForeignText;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks up the group's committed offsets, waiting for open transactions. Blocks its caller. */
final class CommitLookUp {

    private static final Logger LOG = LoggerFactory.getLogger(CommitLookUp.class);
    private static final int TIMEOUT_MILLIS = 2_000;

    private final Admin admin;
    private final String group;
    /** Logged once, not with every retry. */
    private @Nullable String told;

    CommitLookUp(Admin admin, String group) {
        this.admin = admin;
        this.group = group;
    }

    /** Null if no broker answers yet; partitions without a committed offset are absent. */
    @Nullable Map<TopicPartition, OffsetAndMetadata> committed(Collection<TopicPartition> partitions) {
        if (partitions.isEmpty()) {
            return Map.of();
        }
        try {
            Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(
                            Map.of(group, new ListConsumerGroupOffsetsSpec().topicPartitions(List.copyOf(partitions))),
                            new ListConsumerGroupOffsetsOptions()
                                    .requireStable(true)
                                    .timeoutMs(TIMEOUT_MILLIS))
                    .partitionsToOffsetAndMetadata(group)
                    .get(2L * TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
            told = null;
            return committed;
        } catch (ExecutionException | TimeoutException e) {
            String reason = ForeignText.of(e);
            if (!reason.equals(told)) {
                LOG.atWarn().addKeyValue("reason", reason).log("committed offsets cannot be looked up yet");
            }
            told = reason;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return null;
    }
}

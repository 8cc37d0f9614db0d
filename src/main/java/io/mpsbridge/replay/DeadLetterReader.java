package io.mpsbridge.replay;

import io.mpsbridge.clients.ClientConfigs;
import io.mpsbridge.clients.ClientSettingsException;
import io.mpsbridge.clients.KafkaSettings;
import io.mpsbridge.clients.Records;
import io.mpsbridge.event.DeadLetter;
import io.mpsbridge.event.InboundRecord;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Reads the dead-letter topic. Blocks its caller. */
public final class DeadLetterReader implements AutoCloseable {

    private final String topic;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final LongSupplier nanos;

    private DeadLetterReader(KafkaSettings kafka, LongSupplier nanos) {
        this.topic = kafka.topics().deadLetter();
        this.consumer = new KafkaConsumer<>(new ClientConfigs(kafka).reader(kafka.groupId() + ".letters"));
        this.nanos = nanos;
    }

    /**
     * Opens a consumer and reads nothing yet.
     *
     * @param nanos a monotonic clock
     * @throws ClientSettingsException if the consumer refuses its settings
     */
    public static DeadLetterReader open(KafkaSettings kafka, LongSupplier nanos) {
        return ClientSettingsException.unlessRefused(() -> new DeadLetterReader(kafka, nanos));
    }

    /**
     * Passes on the selected letters in order of partition and offset, up to the limit.
     *
     * @return the number of selected letters, including those beyond the limit
     */
    public long read(Selection selection, long limit, Consumer<DeadLetter> reader) {
        RequestRules rules = new RequestRules();
        selection.check(rules);
        Source.DLT.requireKnown(selection.reasons(), rules);
        rules.enforce();
        try {
            SortedMap<TopicPartition, Checkpoint> windows = ReplayRanges.byTopicAndNumber();
            windows.putAll(new ReplayRanges(consumer, "").selected(topic, selection));
            long found = 0;
            PartitionReader partition = new PartitionReader(consumer, nanos);
            for (Map.Entry<TopicPartition, Checkpoint> window : windows.entrySet()) {
                partition.begin(
                        window.getKey(),
                        window.getValue().start(),
                        window.getValue().end());
                while (!partition.isDone()) {
                    for (ConsumerRecord<byte[], byte[]> record : partition.next()) {
                        Optional<DeadLetter> letter = letter(Records.inbound(record), selection);
                        if (letter.isPresent() && found++ < limit) {
                            reader.accept(letter.get());
                        }
                    }
                }
            }
            return found;
        } catch (KafkaException e) {
            throw new ReplayException("Kafka: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }

    private static Optional<DeadLetter> letter(InboundRecord record, Selection selection) {
        return selection.isIn(record.timestamp())
                ? DeadLetter.read(record).filter(letter -> selection.hasReason(letter.code()))
                : Optional.empty();
    }
}

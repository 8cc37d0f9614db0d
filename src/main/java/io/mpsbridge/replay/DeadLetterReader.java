package io.mpsbridge.replay;

import io.mpsbridge.clients.ClientConfigs;
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

/** Looks into the dead-letter topic. Blocks its caller. */
public final class DeadLetterReader implements AutoCloseable {

    private final String topic;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final LongSupplier nanos;

    private DeadLetterReader(KafkaSettings kafka, LongSupplier nanos) {
        this.topic = kafka.topics().deadLetter();
        this.consumer = new KafkaConsumer<>(new ClientConfigs(kafka).reader(kafka.groupId() + ".letters"));
        this.nanos = nanos;
    }

    /** Opens a consumer; nothing is read yet. */
    public static DeadLetterReader open(KafkaSettings kafka, LongSupplier nanos) {
        return new DeadLetterReader(kafka, nanos);
    }

    /**
     * Hands over the selected letters by partition and offset, at most so many.
     *
     * @return how many there are, those beyond the limit included
     */
    public long read(Selection selection, long limit, Consumer<Letter> reader) {
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
                        Optional<Letter> letter = letter(Records.inbound(record), selection);
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

    private static Optional<Letter> letter(InboundRecord record, Selection selection) {
        if (!selection.isIn(record.timestamp())) {
            return Optional.empty();
        }
        return DeadLetter.read(record)
                .filter(letter -> selection.hasReason(letter.code()))
                .map(letter -> letter(record, letter));
    }

    private static Letter letter(InboundRecord record, DeadLetter letter) {
        InboundRecord original = letter.original();
        return new Letter(
                record.partition(),
                record.offset(),
                record.timestamp(),
                letter.code(),
                letter.message(),
                letter.whole(),
                original.topic(),
                original.partition(),
                original.offset(),
                original.key(),
                original.value(),
                original.headers().stream()
                        .map(header -> new Letter.Header(header.name(), header.value()))
                        .toList());
    }
}

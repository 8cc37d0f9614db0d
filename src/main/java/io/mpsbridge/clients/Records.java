package io.mpsbridge.clients;

import io.mpsbridge.event.InboundRecord;
import io.mpsbridge.event.OutboundRecord;
import io.mpsbridge.event.RecordHeader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Converts the clients' records from and to those of {@code event}. */
public final class Records {

    private Records() {}

    /** A record as it was read. */
    public static InboundRecord inbound(ConsumerRecord<byte[], byte[]> record) {
        List<RecordHeader> headers = new ArrayList<>();
        for (Header header : record.headers()) {
            headers.add(new RecordHeader(header.key(), header.value()));
        }
        return new InboundRecord(
                record.topic(),
                record.partition(),
                record.offset(),
                Instant.ofEpochMilli(record.timestamp()),
                record.key(),
                record.value(),
                headers);
    }

    /** A record to send; without a partition the client chooses one by the key. */
    public static ProducerRecord<byte[], byte[]> outbound(OutboundRecord record, @Nullable Integer partition) {
        ProducerRecord<byte[], byte[]> out =
                new ProducerRecord<>(record.topic(), partition, record.key(), record.value());
        for (RecordHeader header : record.headers()) {
            out.headers().add(header.name(), header.value());
        }
        return out;
    }
}

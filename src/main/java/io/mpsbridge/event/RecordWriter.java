package io.mpsbridge.event;

import io.cloudevents.CloudEventData;
import io.cloudevents.core.v1.CloudEventV1;
import io.cloudevents.rw.CloudEventContextWriter;
import io.cloudevents.rw.CloudEventWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Receives an event's parts from the SDK and makes a record in binary mode of them. */
final class RecordWriter implements CloudEventWriter<OutboundRecord> {
    private final String topic;
    private final byte[] key;
    private final List<RecordHeader> headers = new ArrayList<>();

    RecordWriter(String topic, byte[] key, String version) {
        this.topic = topic;
        this.key = key;
        headers.add(RecordHeader.text(BinaryMode.VERSION_HEADER, version));
    }

    @Override
    public CloudEventContextWriter withContextAttribute(String name, String value) {
        boolean contentType = CloudEventV1.DATACONTENTTYPE.equals(name);
        headers.add(RecordHeader.text(contentType ? EventDecoder.CONTENT_TYPE : BinaryMode.PREFIX + name, value));
        return this;
    }

    /** A header that is no attribute; none where there is no value. */
    RecordWriter withHeader(String name, @Nullable String value) {
        if (value != null) {
            headers.add(RecordHeader.text(name, value));
        }
        return this;
    }

    @Override
    public OutboundRecord end(CloudEventData data) {
        return new OutboundRecord(topic, key, data.toBytes(), headers);
    }

    @Override
    public OutboundRecord end() {
        return new OutboundRecord(topic, key, null, headers);
    }
}

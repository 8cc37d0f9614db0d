package io.mpsbridge.event;

import io.cloudevents.SpecVersion;
import io.cloudevents.core.message.impl.BaseGenericBinaryMessageReaderImpl;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** CloudEvents in binary mode: the attributes are headers, the value is the data. */
final class BinaryMode {
    static final String PREFIX = "ce_";
    static final String VERSION_HEADER = PREFIX + "specversion";

    private BinaryMode() {}

    static CreatedEvent read(HeaderTexts headers, byte[] value) throws RejectedException {
        Map<String, String> attributes = new TreeMap<>();
        for (String name : CreatedEvent.ATTRIBUTES) {
            headers.attribute(PREFIX + name).ifPresent(text -> attributes.put(name, text));
        }
        String data = Texts.document(value, "the record's value");
        return CreatedEvent.of(
                CloudEventReader.read(() -> new AttributeReader(attributes).toEvent(), attributes),
                CreatedEvent.time(headers.lenient(PREFIX + CreatedEvent.TIME)),
                data);
    }

    /** Gives the attributes to the SDK, which validates them. */
    private static final class AttributeReader extends BaseGenericBinaryMessageReaderImpl<String, String> {
        private final Map<String, String> attributes;

        AttributeReader(Map<String, String> attributes) {
            super(SpecVersion.V1, null);
            this.attributes = attributes;
        }

        @Override
        protected boolean isContentTypeHeader(String name) {
            return false;
        }

        @Override
        protected boolean isCloudEventsHeader(String name) {
            return true;
        }

        @Override
        protected String toCloudEventsKey(String name) {
            return name;
        }

        @Override
        protected void forEachHeader(BiConsumer<String, String> header) {
            attributes.forEach(header);
        }

        @Override
        protected String toCloudEventsValue(String value) {
            return value;
        }
    }
}

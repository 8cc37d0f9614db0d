package io.mpsbridge.replay;

import io.mpsbridge.event.InboundRecord;
import io.mpsbridge.event.RecordHeader;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A repair of a dead letter's record.
 *
 * @param value the value to send, or null to keep the letter's
 * @param headers texts of headers to set; an empty text removes the header
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record RecordPatch(byte @Nullable [] value, Map<String, String> headers) {

    public RecordPatch {
        headers = Map.copyOf(headers);
    }

    InboundRecord applied(InboundRecord broken) {
        List<RecordHeader> patched = new ArrayList<>(broken.headers());
        patched.removeIf(header -> headers.keySet().stream().anyMatch(header.name()::equalsIgnoreCase));
        new TreeMap<>(headers).forEach((name, text) -> {
            if (!text.isEmpty()) {
                patched.add(RecordHeader.text(name, text));
            }
        });
        return new InboundRecord(
                broken.topic(),
                broken.partition(),
                broken.offset(),
                broken.timestamp(),
                broken.key(),
                value == null ? broken.value() : value,
                patched);
    }

    String canonical() {
        return new TreeMap<>(headers)
                + (value == null ? "" : Base64.getEncoder().encodeToString(value));
    }
}

package io.mpsbridge.event;

import io.mpsbridge.task.EventContext;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * The id of a terminal event: the same however often the work is done again. A UUID version 5 (RFC 9562, section 5.5)
 * whose name is the created event's source and id, the task id, the terminal type, and the replay name or nothing, each
 * as the length of its UTF-8 in four bytes, the highest first, and that UTF-8. The lengths keep two different events
 * from having one name.
 */
final class EventId {
    private static final UUID NAMESPACE = UUID.fromString("bfe1ade9-a7e5-46b9-a8cd-5c161c11741b");
    private static final int VERSION_5 = 0x50;
    private static final int VARIANT_RFC = 0x80;

    private EventId() {}

    static UUID of(EventContext lineage, String taskId, String type) {
        MessageDigest digest = sha1();
        digest.update(ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(NAMESPACE.getMostSignificantBits())
                .putLong(NAMESPACE.getLeastSignificantBits())
                .array());
        add(digest, lineage.source());
        add(digest, lineage.eventId());
        add(digest, taskId);
        add(digest, type);
        add(digest, lineage.replayName() == null ? "" : lineage.replayName());
        byte[] hash = digest.digest();
        hash[6] = (byte) ((hash[6] & 0x0F) | VERSION_5);
        hash[8] = (byte) ((hash[8] & 0x3F) | VARIANT_RFC);
        ByteBuffer bits = ByteBuffer.wrap(hash);
        return new UUID(bits.getLong(), bits.getLong());
    }

    private static void add(MessageDigest digest, String part) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        digest.update(bytes);
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }
}

package io.mpsbridge.event;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A record's headers as texts. Names ignore case; of equal names the last counts; headers without a value are absent.
 */
final class HeaderTexts {
    private final Map<String, byte[]> values = new HashMap<>();

    HeaderTexts(List<RecordHeader> headers) {
        for (RecordHeader header : headers) {
            byte[] value = header.value();
            if (value != null) {
                values.put(header.name().toLowerCase(Locale.ROOT), value);
            }
        }
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    /** The text, with replacement characters where it is not UTF-8; for headers that are dropped if invalid. */
    @Nullable String lenient(String name) {
        byte[] value = values.get(name);
        return value == null ? null : new String(value, StandardCharsets.UTF_8);
    }

    /** The text of an attribute that is passed on; an empty one counts as absent. */
    Optional<String> attribute(String name) throws RejectedException {
        byte[] value = values.get(name);
        if (value == null || value.length == 0) {
            return Optional.empty();
        }
        return Optional.of(Texts.attribute(name, Texts.utf8(value, "the header '" + name + "'")));
    }
}

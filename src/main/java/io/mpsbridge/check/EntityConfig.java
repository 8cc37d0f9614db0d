package io.mpsbridge.check;

import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;

/** The settings of a topic or a broker, as far as it has them. */
record EntityConfig(Config config) {

    Optional<String> text(String name) {
        ConfigEntry entry = config.get(name);
        return entry == null ? Optional.empty() : Optional.ofNullable(entry.value());
    }

    /** Empty also if it is no whole number. */
    OptionalLong number(String name) {
        try {
            return OptionalLong.of(Long.parseLong(text(name).orElse("")));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}

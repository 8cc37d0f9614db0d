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
        return text(name)
                .filter(value -> value.matches("-?\\d{1,18}|-?[0-8]\\d{18}|9[01]\\d{17}|9223372036854775807"))
                .map(value -> OptionalLong.of(Long.parseLong(value)))
                .orElseGet(OptionalLong::empty);
    }
}

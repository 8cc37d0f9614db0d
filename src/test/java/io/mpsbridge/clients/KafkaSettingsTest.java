package io.mpsbridge.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpsbridge.clients.KafkaSettings.Clients;
import io.mpsbridge.clients.KafkaSettings.Topics;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaSettingsTest {

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a b", "a/b", "\u00e4"})
    void aTopicThatKafkaCannotHaveIsRefused(String topic) {
        assertThatThrownBy(() -> new Topics("a", "b", topic, "d"))
                .hasMessageStartingWith("bridge.topics.failed must be");
    }

    @Test
    void aTopicsNameHasAtMost249Characters() {
        assertThat(new Topics("a".repeat(249), "b", "c", "d").created()).hasSize(249);
        assertThatThrownBy(() -> new Topics("a".repeat(250), "b", "c", "d"))
                .hasMessageStartingWith("bridge.topics.created");
    }

    @Test
    void theTopicOfHintsIsNoneOfTheOthers() {
        assertThat(new Topics("a", "b", "c", "d", "e").hints()).isEqualTo("e");
        assertThat(new Topics("a", "b", "c", "d").hints()).isNull();
        assertThatThrownBy(() -> new Topics("a", "b", "c", "d", "a"))
                .hasMessageStartingWith("bridge.topics.hints must differ from bridge.topics.created");
    }

    @Test
    void theClientsSettingsAreNotPrinted() {
        assertThat(new Clients(Map.of("ssl.key.password", "hush"), Map.of(), Map.of()).toString())
                .doesNotContain("hush");
    }
}

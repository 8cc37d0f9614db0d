package io.mpsbridge.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientSettingsExceptionTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            bootstrap.servers | nonsense | Invalid url in bootstrap.servers
            sasl.jaas.config | none.such.Module | JAAS config
            sasl.jaas.config | none.such.Module required; | none.such.Module
            ssl.truststore.location | /none/such.pem | /none/such.pem
            """)
    void whatKeepsAClientFromBeingMadeIsNamed(String key, String value, String named) {
        Map<String, Object> config = new HashMap<>(Map.of("bootstrap.servers", "127.0.0.1:1"));
        boolean sasl = key.startsWith("sasl");
        config.put("security.protocol", sasl ? "SASL_PLAINTEXT" : "SSL");
        config.put("sasl.mechanism", "PLAIN");
        config.put(sasl ? "sasl.mechanism" : "ssl.truststore.type", sasl ? "PLAIN" : "PEM");
        config.put(key, value);

        assertThatThrownBy(() -> ClientSettingsException.unlessRefused(() -> Admin.create(config)))
                .isInstanceOf(ClientSettingsException.class)
                .hasMessageStartingWith("kafka.*: ")
                .hasMessageContaining(named)
                .message()
                .doesNotContain("Failed to create new KafkaAdminClient");
    }

    @Test
    void aFailureOfTheBrokersIsNone() {
        KafkaException late = new TimeoutException("too late", new IllegalStateException("slow"));

        assertThat(ClientSettingsException.of(late)).isSameAs(late);
    }
}

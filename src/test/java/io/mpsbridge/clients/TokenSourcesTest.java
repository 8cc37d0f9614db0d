package io.mpsbridge.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpsbridge.clients.KafkaSettings.Clients;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** What a client's settings name may be fetched, and nothing else. */
class TokenSourcesTest {

    private static final String URLS = "org.apache.kafka.sasl.oauthbearer.allowed.urls";
    private static final String FILES = "org.apache.kafka.sasl.oauthbearer.allowed.files";

    private final Properties system = new Properties();

    @Test
    void theEndpointsAndFilesOfAllClientsAreAllowed() {
        Map<String, String> consumer = Map.of("sasl.oauthbearer.token.endpoint.url", " https://a/token ");
        Map<String, String> producer = Map.of(
                "sasl.oauthbearer.token.endpoint.url",
                "https://b/token",
                "sasl.oauthbearer.assertion.private.key.file",
                "key.pem");

        TokenSources.allow(new Clients(consumer, producer, consumer), system);

        assertThat(system)
                .containsOnly(
                        Map.entry(URLS, "https://a/token,https://b/token"),
                        Map.entry(FILES, Path.of("key.pem").toAbsolutePath().toString()));
    }

    @Test
    void whatIsListedAlreadyStays() {
        system.setProperty(URLS, "https://listed");

        TokenSources.allow(
                new Clients(Map.of("sasl.oauthbearer.token.endpoint.url", "https://a"), Map.of(), Map.of()), system);

        assertThat(system).containsOnly(Map.entry(URLS, "https://listed"));
    }

    @Test
    void nothingIsAllowedWhereNothingIsNamed() {
        TokenSources.allow(new Clients(Map.of("acks", "all"), Map.of(), Map.of()), system);

        assertThat(system).isEmpty();
    }
}

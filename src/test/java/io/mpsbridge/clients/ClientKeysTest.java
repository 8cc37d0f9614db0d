package io.mpsbridge.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpsbridge.clients.ClientKeys.Client;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ClientKeysTest {

    @Test
    void noTwoKeysHaveTheSameNameInTheEnvironment() {
        Map<String, Long> variables = ClientKeys.names().stream()
                .collect(Collectors.groupingBy(
                        key -> key.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_"), Collectors.counting()));

        assertThat(variables.values()).containsOnly(1L);
    }

    @Test
    void everyOwnedKeyIsOneThatAClientKnows() {
        assertThat(ClientKeys.names()).containsAll(OwnedKeys.REASONS.keySet());
    }

    @Test
    void keysAreKnownByTheClientsThatReadThem() {
        assertThat(ClientKeys.knownBy("bootstrap.servers")).containsExactlyInAnyOrder(Client.values());
        assertThat(ClientKeys.knownBy("linger.ms")).containsExactly(Client.PRODUCER);
        assertThat(ClientKeys.knownBy("nonsense")).isEmpty();
    }

    @Test
    void secretsAreWhatTheClientsTreatAsPasswords() {
        assertThat(ClientKeys.isSecret("sasl.jaas.config")).isTrue();
        assertThat(ClientKeys.isSecret("ssl.keystore.password")).isTrue();
        assertThat(ClientKeys.isSecret("ssl.keystore.location")).isFalse();
    }

    @Test
    void aReasonDoesNotRepeatTheValue() {
        assertThat(ClientKeys.refusals(Client.PRODUCER, Map.of("linger.ms", "hush for configuration linger.ms: x")))
                .containsOnlyKeys("linger.ms")
                .allSatisfy((key, reason) -> assertThat(reason).doesNotContain("hush"));
    }

    @Test
    void theBridgesOwnDefaultsAreWithinTheRules() {
        assertThat(ClientKeys.refusals(Client.CONSUMER, Map.of())).isEmpty();
        assertThat(ClientKeys.refusals(Client.PRODUCER, Map.of())).isEmpty();
        assertThat(ClientKeys.refusals(Client.ADMIN, Map.of())).isEmpty();
    }

    @Test
    void referencesAreLeftToTheClient() {
        assertThat(ClientKeys.refusals(Client.PRODUCER, Map.of("linger.ms", "${file:/x:y}")))
                .isEmpty();
    }
}

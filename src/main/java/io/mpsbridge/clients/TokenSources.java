package io.mpsbridge.clients;

import io.mpsbridge.clients.KafkaSettings.Clients;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.internals.BrokerSecurityConfigs;

/**
 * Where OAuth tokens and keys come from. Kafka's clients use only URLs and files that a system property lists, lest a
 * process be made to fetch what strangers name in its client settings. Nobody but the operator names the bridge's, so
 * these settings are the list.
 */
public final class TokenSources {

    private static final List<String> URLS =
            List.of(SaslConfigs.SASL_OAUTHBEARER_TOKEN_ENDPOINT_URL, SaslConfigs.SASL_OAUTHBEARER_JWKS_ENDPOINT_URL);
    private static final List<String> FILES = List.of(
            SaslConfigs.SASL_OAUTHBEARER_ASSERTION_FILE,
            SaslConfigs.SASL_OAUTHBEARER_ASSERTION_PRIVATE_KEY_FILE,
            SaslConfigs.SASL_OAUTHBEARER_ASSERTION_TEMPLATE_FILE);

    private TokenSources() {}

    /** Allows this process what the settings name, unless its operator has listed something. */
    public static void allow(Clients clients) {
        allow(clients, System.getProperties());
    }

    static void allow(Clients clients, Properties system) {
        put(system, BrokerSecurityConfigs.ALLOWED_SASL_OAUTHBEARER_URLS_CONFIG, values(clients, URLS));
        Set<String> files = new TreeSet<>();
        values(clients, FILES)
                .forEach(file -> files.add(Path.of(file).toAbsolutePath().toString()));
        put(system, BrokerSecurityConfigs.ALLOWED_SASL_OAUTHBEARER_FILES_CONFIG, files);
    }

    private static void put(Properties system, String property, Set<String> values) {
        if (!values.isEmpty()) {
            system.putIfAbsent(property, String.join(",", values));
        }
    }

    private static Set<String> values(Clients clients, List<String> keys) {
        Set<String> values = new TreeSet<>();
        for (Map<String, String> client : List.of(clients.consumer(), clients.producer(), clients.admin())) {
            keys.stream()
                    .flatMap(key -> Stream.ofNullable(client.get(key)))
                    .map(String::strip)
                    .forEach(values::add);
        }
        return values;
    }
}

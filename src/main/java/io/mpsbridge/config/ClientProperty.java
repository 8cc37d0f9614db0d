package io.mpsbridge.config;

import io.mpsbridge.clients.ClientKeys;
import io.mpsbridge.clients.ClientKeys.Client;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A parsed property {@code kafka.*}.
 *
 * @param client its client; empty if for all that know the key
 * @param key the client's own key
 * @param inFile whether the value is the path of a file that holds the secret
 */
record ClientProperty(String property, Optional<Client> client, String key, boolean inFile) {
    static final String PREFIX = "kafka.";

    private static final String FILE = "-file";

    /** Keys of config providers contain a name that the user chose: no table can list them. */
    private static final Pattern PROVIDER = Pattern.compile("KAFKA_((CONSUMER|PRODUCER|ADMIN)_)?CONFIG_PROVIDERS_.+");

    private static final Map<String, String> BY_ENVIRONMENT_NAME = byEnvironmentName();

    static ClientProperty of(String property) {
        String rest = property.substring(PREFIX.length());
        for (Client client : Client.values()) {
            if (rest.startsWith(client.prefix())) {
                return of(
                        property,
                        Optional.of(client),
                        rest.substring(client.prefix().length()));
            }
        }
        return of(property, Optional.empty(), rest);
    }

    private static ClientProperty of(String property, Optional<Client> client, String rest) {
        if (rest.endsWith(FILE)) {
            String key = rest.substring(0, rest.length() - FILE.length());
            if (ClientKeys.isSecret(key)) {
                return new ClientProperty(property, client, key, true);
            }
        }
        return new ClientProperty(property, client, rest, false);
    }

    /** The clients that get the value: all of them if none knows the key. */
    Set<Client> receivers() {
        Set<Client> knowing = ClientKeys.knownBy(key);
        return client.map(Set::of).orElse(knowing.isEmpty() ? Set.of(Client.values()) : knowing);
    }

    /** The same secret given directly, or {@code this}. */
    String directProperty() {
        return inFile ? property.substring(0, property.length() - FILE.length()) : property;
    }

    static Optional<String> inEnvironment(String variable) {
        if (PROVIDER.matcher(variable).matches()) {
            return Optional.of(variable.toLowerCase(Locale.ROOT).replace('_', '.'));
        }
        return Optional.ofNullable(BY_ENVIRONMENT_NAME.get(variable));
    }

    static Set<String> environmentNames() {
        return BY_ENVIRONMENT_NAME.keySet();
    }

    private static Map<String, String> byEnvironmentName() {
        Map<String, String> properties = new TreeMap<>();
        for (String key : ClientKeys.names()) {
            put(properties, PREFIX + key, key);
            ClientKeys.knownBy(key).forEach(client -> put(properties, PREFIX + client.prefix() + key, key));
        }
        return Map.copyOf(properties);
    }

    private static void put(Map<String, String> properties, String property, String key) {
        properties.put(ConfigKey.environmentName(property), property);
        if (ClientKeys.isSecret(key)) {
            properties.put(ConfigKey.environmentName(property + FILE), property + FILE);
        }
    }
}

package io.mpsbridge.clients;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;

/** The clients' own settings, and which of them the bridge decides. */
public final class ClientKeys {

    /** A client that has settings. */
    public enum Client {
        CONSUMER(ConsumerConfig.configDef()),
        PRODUCER(ProducerConfig.configDef()),
        ADMIN(AdminClientConfig.configDef());

        // A ConfigDef is mutable, but nothing changes this copy.
        @SuppressWarnings("ImmutableEnumChecker")
        private final ConfigDef definition;

        Client(ConfigDef definition) {
            this.definition = definition;
        }

        /** As in {@code kafka.consumer.max.poll.records}. */
        public String prefix() {
            return name().toLowerCase(Locale.ROOT) + ".";
        }

        boolean knows(String key) {
            return definition.names().contains(key);
        }
    }

    private static final Set<String> NAMES = Stream.of(Client.values())
            .flatMap(client -> client.definition.names().stream())
            .collect(Collectors.toCollection(TreeSet::new));

    /** Prefixes of keys for plug-ins: config providers, metrics reporters, listeners. */
    private static final List<String> OPEN =
            List.of("config.providers.", "metrics.context.", "metrics.jmx.", "listener.name.");

    /** Prefixes of the clients' own keys, and of some for pluggable login modules and engines. */
    private static final List<String> PARTLY_OPEN = List.of("sasl.", "ssl.");

    private static final String FOR = " for configuration ";

    private ClientKeys() {}

    /** Every key that some client knows. */
    public static Set<String> names() {
        return Set.copyOf(NAMES);
    }

    /** The clients that know a key. */
    public static Set<Client> knownBy(String key) {
        return Stream.of(Client.values()).filter(client -> client.knows(key)).collect(Collectors.toUnmodifiableSet());
    }

    /** Whether the clients themselves treat the key's value as a secret. */
    public static boolean isSecret(String key) {
        return Stream.of(Client.values())
                .map(client -> client.definition.configKeys().get(key))
                .anyMatch(known -> known != null && known.type() == ConfigDef.Type.PASSWORD);
    }

    /** Whether a key that no client knows belongs to a plug-in for certain. */
    public static boolean isOpen(String key) {
        return OPEN.stream().anyMatch(key::startsWith);
    }

    /** Whether a key that no client knows may belong to a plug-in, unless it is a misspelling of a known one. */
    public static boolean isPartlyOpen(String key) {
        return PARTLY_OPEN.stream().anyMatch(key::startsWith);
    }

    /** Why the bridge sets a key itself, and what to set instead, to follow the key's name; else empty. */
    public static Optional<String> owned(String key) {
        return Optional.ofNullable(OwnedKeys.REASONS.get(key));
    }

    /**
     * Why a client would refuse a value, by key. Each reason follows the key's name and does not repeat the value,
     * unless it is a class name. Values with references ({@code ${file:...}}), which only the client resolves, are
     * skipped.
     */
    public static Map<String, String> refusals(Client client, Map<String, String> given) {
        Map<String, String> plain = given.entrySet().stream()
                .filter(entry -> !entry.getValue().contains("${"))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        Map<String, String> refusals = new LinkedHashMap<>(ClientRules.refusals(client, plain));
        for (ConfigValue value : client.definition.validate(plain)) {
            if (plain.containsKey(value.name()) && !value.errorMessages().isEmpty()) {
                refusals.putIfAbsent(
                        value.name(), reason(value.name(), value.errorMessages().get(0)));
            }
        }
        return refusals;
    }

    /** The clients say "Invalid value V for configuration K: reason". */
    private static String reason(String key, String message) {
        String before = FOR + key + ": ";
        int at = message.lastIndexOf(before);
        return at < 0 || isSecret(key)
                ? "is not a value that the client takes"
                : "is not a value that the client takes: " + message.substring(at + before.length());
    }
}

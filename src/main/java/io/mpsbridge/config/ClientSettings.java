package io.mpsbridge.config;

import io.mpsbridge.clients.ClientKeys;
import io.mpsbridge.clients.ClientKeys.Client;
import io.mpsbridge.clients.KafkaSettings.Clients;
import io.mpsbridge.config.Values.Given;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Passes {@code kafka.*} on to the clients, checked against the keys that they know. */
final class ClientSettings {
    /** For keys of plug-ins, whose definitions are unknown. */
    private static final Pattern SENSITIVE =
            Pattern.compile("pass|secret|token|jaas|credential|auth|private|key", Pattern.CASE_INSENSITIVE);

    private static final long LARGEST_SECRET_BYTES = 1 << 20;

    private final Values values;
    private final Problems problems;
    private final Map<Client, Map<String, Resolved>> byClient = new EnumMap<>(Client.class);
    private final List<EffectiveProperty> effective = new ArrayList<>();

    ClientSettings(Values values, Problems problems) {
        this.values = values;
        this.problems = problems;
    }

    /**
     * A value on its way to a client.
     *
     * @param value what the client gets; for a secret in a file the file's content
     */
    private record Resolved(Given given, String value) {}

    Clients read() {
        List<ClientProperty> properties = values.properties().stream()
                .filter(name -> name.startsWith(ClientProperty.PREFIX))
                .map(ClientProperty::of)
                .toList();
        // A value for one client overrides one for all.
        properties.stream().filter(property -> property.client().isEmpty()).forEach(this::take);
        properties.stream().filter(property -> property.client().isPresent()).forEach(this::take);
        Stream.of(Client.values()).forEach(this::check);
        return new Clients(merged(Client.CONSUMER), merged(Client.PRODUCER), merged(Client.ADMIN));
    }

    /** All given properties except those in {@link ConfigKeys}. */
    List<EffectiveProperty> effective() {
        return effective;
    }

    private Map<String, String> merged(Client client) {
        return plain(of(client));
    }

    private Map<String, Resolved> of(Client client) {
        return byClient.computeIfAbsent(client, added -> new LinkedHashMap<>());
    }

    private static Map<String, String> plain(Map<String, Resolved> resolved) {
        return resolved.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().value()));
    }

    private void take(ClientProperty property) {
        Given given = values.given(property.property());
        if (given == null || isRefused(property, given)) {
            return;
        }
        String shown = property.inFile() ? Masking.printable(given.value()) : shown(property.key(), given);
        if (ConfigKeys.named(property.property()).isEmpty()) {
            effective.add(new EffectiveProperty(Masking.printable(property.property()), shown, given.origin()));
        }
        Optional<String> value = property.inFile() ? content(property, given) : Optional.of(given.value());
        value.ifPresent(text ->
                property.receivers().forEach(client -> of(client).put(property.key(), new Resolved(given, text))));
    }

    private static String shown(String key, Given given) {
        boolean known = !ClientKeys.knownBy(key).isEmpty();
        boolean secret =
                known ? ClientKeys.isSecret(key) : SENSITIVE.matcher(key).find();
        return Masking.shown(given.value(), secret);
    }

    private boolean isRefused(ClientProperty property, Given given) {
        String name = Masking.printable(property.property());
        String where = " (" + given.origin() + ")";
        Optional<String> owned = ClientKeys.owned(property.key());
        if (owned.isPresent()) {
            problems.add(name, null, name + " " + owned.get() + where, null);
            return true;
        }
        if (property.client().isPresent() && property.key().equals("bootstrap.servers")) {
            problems.add(
                    name,
                    null,
                    name + " cannot differ from client to client: set kafka.bootstrap.servers" + where,
                    null);
            return true;
        }
        if (property.inFile() && values.given(property.directProperty()) != null) {
            problems.add(name, null, name + " and " + property.directProperty() + " cannot both be set" + where, null);
            return true;
        }
        return isUnknown(property, name, where);
    }

    private boolean isUnknown(ClientProperty property, String name, String where) {
        String key = property.key();
        Set<Client> knowing = ClientKeys.knownBy(key);
        boolean known = property.client().map(knowing::contains).orElse(!knowing.isEmpty());
        if (known || ClientKeys.isOpen(key)) {
            return false;
        }
        Optional<String> near = knowing.isEmpty()
                ? SpellingSuggestion.to(key, ClientKeys.names()).map(nearest -> prefixFor(property, nearest) + nearest)
                : Optional.of(ClientProperty.PREFIX + key);
        if (near.isEmpty() && ClientKeys.isPartlyOpen(key)) {
            return false;
        }
        String reader = property.client()
                .map(client -> "the " + client.prefix().replace(".", "") + " client")
                .orElse("any Kafka client");
        problems.add(name, null, name + " is not a setting of " + reader + where, near.orElse(null));
        return true;
    }

    private static String prefixFor(ClientProperty property, String key) {
        return ClientProperty.PREFIX
                + property.client()
                        .filter(ClientKeys.knownBy(key)::contains)
                        .map(Client::prefix)
                        .orElse("");
    }

    private Optional<String> content(ClientProperty property, Given given) {
        try {
            Path file = Parse.path(given.value());
            if (Files.size(file) > LARGEST_SECRET_BYTES) {
                throw new IOException("too large for a secret");
            }
            return Optional.of(Files.readString(file).replaceFirst("\\R\\z", ""));
        } catch (IOException | Parse.Unreadable e) {
            String shown = Masking.printable(given.value());
            String message = property.property() + ": the file '" + shown + "' cannot be read (" + given.origin()
                    + "): " + e.getClass().getSimpleName();
            problems.add(property.property(), shown, message, null);
            return Optional.empty();
        }
    }

    private void check(Client client) {
        Map<String, Resolved> resolved = of(client);
        ClientKeys.refusals(client, plain(resolved)).forEach((key, reason) -> {
            Resolved refused = resolved.get(key);
            if (refused != null) {
                Given given = refused.given();
                String shown = shown(key, given);
                String message = given.property() + " " + reason + ", is '" + shown + "' (" + given.origin() + ")";
                problems.add(given.property(), shown, message, null);
            }
        });
    }
}

package io.mpsbridge.config;

import io.mpsbridge.clients.ClientKeys;
import io.mpsbridge.config.Values.Given;
import java.util.List;
import java.util.Optional;

/** Finds unknown keys. Their values are not shown: one may be a misspelt secret. */
final class UnknownKeys {
    private static final List<String> NAMES =
            ConfigKeys.all().stream().map(ConfigKey::name).toList();

    private UnknownKeys() {}

    static void check(Values values, Problems problems) {
        for (String name : values.properties()) {
            Given given = values.given(name);
            if (given != null
                    && !name.startsWith(ClientProperty.PREFIX)
                    && ConfigKeys.named(name).isEmpty()) {
                String shown = Masking.printable(name);
                problems.add(
                        shown,
                        null,
                        shown + " is not a property (" + given.origin() + ")",
                        meant(name).orElse(null));
            }
        }
    }

    private static Optional<String> meant(String name) {
        if (name.startsWith(AccountKey.PREFIX)) {
            String account = name.substring(AccountKey.PREFIX.length()).replaceFirst("\\..*", "");
            return SpellingSuggestion.to(
                    name, AccountKey.all(account).map(ConfigKey::name).toList());
        }
        return ClientKeys.knownBy(name).isEmpty()
                ? SpellingSuggestion.to(name, NAMES)
                : Optional.of(ClientProperty.PREFIX + name);
    }
}
